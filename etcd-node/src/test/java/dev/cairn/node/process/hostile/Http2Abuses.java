// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import dev.cairn.node.wire.etcdserverpb.SnapshotRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;

/** HTTP/2 used as its words allow and nobody means it. */
final class Http2Abuses {
    private static final long HELD_SECONDS = 12;
    private static final long SECONDS = 10;
    private static final int CONNECTIONS = 10;
    private static final int ASKED_EACH = 100;
    private static final int TABLE_VALUE_BYTES = 4000;
    private static final int REFERENCES = 15_000;
    private static final int LITERAL_INDEXED = 0x40;
    private static final int FIRST_DYNAMIC = 0x80 | 62;
    private static final short INITIAL_WINDOW_SIZE = 4;
    private static final int BOMB_BYTES = 1 << 30;
    private static final int BOMB_CHUNK = 1 << 16;
    private static final int CALLS_AT_ONCE = 20;
    private static final int SNAPSHOTS = 20;
    private static final int LARGE_VALUES = 40;
    private static final int LARGE_BYTES = 1_250_000;
    private static final String GZIP_PATH = "KV/Put";

    private Http2Abuses() {}

    /** Answers have no room at all, from the first byte on. */
    static String noWindow(Scene scene) throws IOException {
        Ranges.fill(scene, 8, LARGE_BYTES);
        byte[] none =
                ByteBuffer.allocate(6).putShort(INITIAL_WINDOW_SIZE).putInt(0).array();
        for (int i = 0; i < CONNECTIONS; i++) {
            Http2 connection = scene.with(new Http2(scene.port()));
            connection.frame(Http2.SETTINGS, 0, 0, none);
            for (int asked = 0; asked < ASKED_EACH; asked++) {
                connection.open(2 * asked + 1, "KV/Range");
                connection.frame(Http2.DATA, Http2.END_STREAM, 2 * asked + 1, Http2.message(Ranges.everything()));
            }
            connection.flush();
        }
        hold();
        return CONNECTIONS * ASKED_EACH + " asked";
    }

    /** One large entry of the table of headers, and a byte for each time that it is meant again (RFC 7541 §7.3). */
    static String hpackBomb(Scene scene) {
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        first.writeBytes(Http2.headers("KV/Range"));
        first.write(LITERAL_INDEXED);
        first.write(1);
        first.write('x');
        // 4,000 as an integer with a prefix of seven bits.
        first.writeBytes(
                new byte[] {0x7f, (byte) (0x80 | TABLE_VALUE_BYTES - 0x7f & 0x7f), TABLE_VALUE_BYTES - 0x7f >> 7});
        first.writeBytes(new byte[TABLE_VALUE_BYTES]);
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.writeBytes(Http2.headers("KV/Range"));
        for (int i = 0; i < REFERENCES; i++) {
            bomb.write(FIRST_DYNAMIC);
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        int sent = 0;
        int closed = 0;
        while (System.nanoTime() - end < 0 && scene.isAlive()) {
            try (Http2 connection = new Http2(scene.port()).reading()) {
                connection.frame(Http2.HEADERS, Http2.END_HEADERS, 1, first.toByteArray());
                for (int i = 1; i < 1000 && !connection.isGone() && System.nanoTime() - end < 0; i++) {
                    connection.frame(Http2.HEADERS, Http2.END_HEADERS, 2 * i + 1, bomb.toByteArray());
                    connection.flush();
                    sent++;
                }
                closed += connection.isGone() ? 1 : 0;
            } catch (IOException e) {
                closed++;
            }
        }
        return sent + " bombs, closed by the member " + closed + " times";
    }

    /** A message of a megabyte that is a gibibyte when it is unpacked; twenty at once. */
    static String gzipBomb(Scene scene) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            byte[] zeros = new byte[BOMB_CHUNK];
            for (long i = 0; i < BOMB_BYTES; i += BOMB_CHUNK) {
                gzip.write(zeros);
            }
        }
        byte[] message = Http2.message(packed.toByteArray());
        message[0] = 1;
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        headers.writeBytes(Http2.headers(GZIP_PATH));
        Http2.literal(headers, "grpc-encoding", "gzip");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        int sent = 0;
        while (System.nanoTime() - end < 0 && scene.isAlive()) {
            Http2 connection = scene.with(Http2.reader(scene.port(), Http2.NOBODY));
            for (int i = 0; i < CALLS_AT_ONCE; i++) {
                connection.frame(Http2.HEADERS, Http2.END_HEADERS, 2 * i + 1, headers.toByteArray());
            }
            for (int i = 0; i < CALLS_AT_ONCE && !connection.isGone(); i++) {
                send(connection, 2 * i + 1, message, end);
                sent++;
            }
            connection.flush();
        }
        return sent + " of " + message.length / 1000 + " kB";
    }

    private static void send(Http2 connection, int stream, byte[] message, long end) throws IOException {
        for (int at = 0; at < message.length; ) {
            int bytes = Math.min(16_000, message.length - at);
            if (connection.isGone() || System.nanoTime() - end > 0) {
                return;
            }
            if (!connection.take(stream, bytes)) {
                connection.flush();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                continue;
            }
            boolean last = at + bytes == message.length;
            connection.frame(
                    Http2.DATA,
                    last ? Http2.END_STREAM : 0,
                    stream,
                    java.util.Arrays.copyOfRange(message, at, at + bytes));
            at += bytes;
        }
    }

    /** Snapshots of 50 MB that nobody reads, each on a connection of its own. */
    static String unreadSnapshots(Scene scene) throws IOException {
        Ranges.fill(scene, LARGE_VALUES, LARGE_BYTES);
        byte[] request = Http2.message(SnapshotRequest.getDefaultInstance().toByteArray());
        for (int i = 0; i < SNAPSHOTS; i++) {
            Http2 connection = scene.with(new Http2(scene.port()));
            connection.open(1, "Maintenance/Snapshot");
            connection.frame(Http2.DATA, Http2.END_STREAM, 1, request);
            connection.flush();
        }
        hold();
        return SNAPSHOTS + " asked";
    }

    /** Calls of content types that gRPC does not know, on four connections. */
    static String contentTypes(Scene scene) throws IOException {
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        Http2.literal(headers, ":method", "POST");
        Http2.literal(headers, ":scheme", "http");
        Http2.literal(headers, ":path", "/etcdserverpb.KV/Range");
        Http2.literal(headers, ":authority", "member");
        Http2.literal(headers, "content-type", "text/html");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        int sent = 0;
        int closed = 0;
        while (System.nanoTime() - end < 0 && scene.isAlive()) {
            try (Http2 connection = new Http2(scene.port()).reading()) {
                for (int i = 0; i < 10_000 && !connection.isGone() && System.nanoTime() - end < 0; i++) {
                    connection.frame(
                            Http2.HEADERS, Http2.END_HEADERS | Http2.END_STREAM, 2 * i + 1, headers.toByteArray());
                    sent++;
                }
                connection.flush();
                closed += connection.isGone() ? 1 : 0;
            } catch (IOException e) {
                closed++;
            }
        }
        return sent + " asked, closed by the member " + closed + " times";
    }

    private static void hold() {
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(HELD_SECONDS));
    }
}
