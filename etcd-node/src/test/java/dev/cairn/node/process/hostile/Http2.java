// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * One HTTP/2 connection without TLS on which frames are written as an attacker likes (RFC 9113). It answers no ping and
 * grants no window beyond the first 65,535 bytes, so a member's answers stay unread, unless it is made by {@link #reader};
 * the window that the member grants is kept, for those who want to send a lot.
 */
final class Http2 implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    /** What a reader is told, on the connection's own thread. */
    interface Heard {
        void data(int stream, int bytes);

        void ended(int stream);
    }

    static final Heard NOBODY = new Heard() {
        @Override
        public void data(int stream, int bytes) {
            // thrown away
        }

        @Override
        public void ended(int stream) {
            // nobody waits
        }
    };

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int WINDOW_BYTES = 65_535;
    private static final short INITIAL_WINDOW_SIZE = 4;

    private final Socket socket;
    private final OutputStream out;
    private final Map<Integer, Long> granted = new HashMap<>();
    private long initialWindowBytes = WINDOW_BYTES;
    private volatile boolean goneAway;
    private Heard heard = NOBODY;

    /** A connection that reads all it is sent, with windows of two gibibytes for each stream and in all. */
    static Http2 reader(int port, Heard heard) throws IOException {
        Http2 connection = new Http2(port);
        connection.heard = heard;
        byte[] widest = ByteBuffer.allocate(6)
                .putShort(INITIAL_WINDOW_SIZE)
                .putInt(Integer.MAX_VALUE)
                .array();
        connection.frame(SETTINGS, 0, 0, widest);
        connection.frame(
                WINDOW_UPDATE,
                0,
                0,
                ByteBuffer.allocate(4).putInt(Integer.MAX_VALUE - WINDOW_BYTES).array());
        connection.flush();
        return connection.reading();
    }

    Http2(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        out = new BufferedOutputStream(socket.getOutputStream(), BUFFER_BYTES);
        out.write(PREFACE);
        frame(SETTINGS, 0, 0, new byte[0]);
        flush();
    }

    /** Reads what comes, in a thread of its own: grants of window are counted, the rest is thrown away. */
    Http2 reading() {
        Thread.ofVirtual().start(this::read);
        return this;
    }

    private void read() {
        try (DataInputStream in = new DataInputStream(socket.getInputStream())) {
            while (true) {
                int lengthAndType = in.readInt();
                int flags = in.readByte();
                int stream = in.readInt();
                byte[] payload = in.readNBytes(lengthAndType >>> 8);
                int type = lengthAndType & 0xff;
                if (type == WINDOW_UPDATE) {
                    grant(stream, ByteBuffer.wrap(payload).getInt());
                } else if (type == SETTINGS) {
                    settings(ByteBuffer.wrap(payload));
                } else if (type == GOAWAY) {
                    goneAway = true;
                } else if (type == DATA) {
                    heard.data(stream, payload.length);
                }
                if (type == RST_STREAM || type <= HEADERS && (flags & END_STREAM) != 0) {
                    heard.ended(stream);
                }
            }
        } catch (IOException closed) {
            goneAway = true;
        }
    }

    /** The member has ended the connection, or said that it will. */
    boolean isGone() {
        return goneAway;
    }

    private synchronized void grant(int stream, long bytes) {
        granted.merge(stream, bytes, Long::sum);
    }

    private synchronized void settings(ByteBuffer pairs) {
        while (pairs.hasRemaining()) {
            short id = pairs.getShort();
            int value = pairs.getInt();
            if (id == INITIAL_WINDOW_SIZE) {
                initialWindowBytes = value;
            }
        }
    }

    /** Takes room for bytes of data from what the member has granted to a stream; false where there is not as much now. */
    synchronized boolean take(int stream, int bytes) {
        long connection = WINDOW_BYTES + granted.getOrDefault(0, 0L);
        long own = initialWindowBytes + granted.getOrDefault(stream, 0L);
        if (Math.min(connection, own) < bytes) {
            return false;
        }
        grant(0, -bytes);
        grant(stream, -bytes);
        return true;
    }

    void frame(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(9);
        head.putInt(payload.length << 8 | type).put((byte) flags).putInt(stream);
        out.write(head.array());
        out.write(payload);
    }

    /** Opens a gRPC stream of etcd's; its request stays open. */
    void open(int stream, String method) throws IOException {
        frame(HEADERS, END_HEADERS, stream, headers(method));
    }

    static byte[] headers(String method) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        literal(block, ":method", "POST");
        literal(block, ":scheme", "http");
        literal(block, ":path", "/etcdserverpb." + method);
        literal(block, ":authority", "member");
        literal(block, "content-type", "application/grpc");
        literal(block, "te", "trailers");
        return block.toByteArray();
    }

    /** A literal header field without indexing, new name (RFC 7541 §6.2.2); names and values shorter than 127 bytes. */
    static void literal(ByteArrayOutputStream block, String name, String value) {
        block.write(0);
        block.write(name.length());
        block.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        block.write(value.length());
        block.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    /** A message with gRPC's five bytes before it. */
    static byte[] message(byte[] bytes) {
        return ByteBuffer.allocate(5 + bytes.length)
                .put((byte) 0)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }

    void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
