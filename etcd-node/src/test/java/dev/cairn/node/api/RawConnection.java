// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A socket whose every byte the test decides. */
final class RawConnection implements AutoCloseable {
    static final String HTTP2_PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;

    RawConnection(int port) throws IOException {
        this(new Socket("127.0.0.1", port));
    }

    RawConnection(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    RawConnection send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawConnection send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Ends this side's half, as a client that only looks whether the port is open. */
    RawConnection sayNothingMore() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Reads until {@code text} has come; fails when the connection ends before. */
    String readUntil(String text) throws IOException {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        while (!seen.toString(StandardCharsets.ISO_8859_1).contains(text)) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("the connection ended after: " + seen);
            }
            seen.write(next);
        }
        return seen.toString(StandardCharsets.ISO_8859_1);
    }

    byte[] readExactly(int bytes) throws IOException {
        return socket.getInputStream().readNBytes(bytes);
    }

    /** Waits for the other side to close. */
    String readToEnd() throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException e) {
            return "";
        }
    }

    /** Sends a byte each {@code everyMillis} until the other side closes; how long that took. */
    long dripUntilClosed(String text, int everyMillis) throws IOException {
        long start = System.nanoTime();
        socket.setSoTimeout(everyMillis);
        for (int i = 0; ; i = Math.min(i + 1, text.length() - 1)) {
            try {
                socket.getOutputStream().write(text.charAt(i));
                // Whatever the server says first (HTTP/2 settings) is not what this waits for.
                if (socket.getInputStream().read() < 0) {
                    break;
                }
            } catch (SocketTimeoutException stillOpen) {
                if (elapsedMillis(start) > PATIENCE_MILLIS) {
                    throw new IOException("the connection stays open", stillOpen);
                }
            } catch (SocketException closed) {
                break;
            }
        }
        return elapsedMillis(start);
    }

    private static long elapsedMillis(long startNanos) {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
