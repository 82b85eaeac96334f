// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One HTTP/1.1 connection on which anything can be written. Reading blocks for at most the given time. */
final class Http1 implements AutoCloseable {
    private final Socket socket;
    private final OutputStream out;
    private final InputStream in;

    Http1(int port, int readMillis) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(readMillis);
        out = socket.getOutputStream();
        in = new BufferedInputStream(socket.getInputStream());
    }

    static byte[] head(String path, long length) {
        return ("POST " + path + " HTTP/1.1\r\nHost: member\r\nContent-Type: application/json\r\nContent-Length: "
                        + length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Posts a body and returns the status of the answer. */
    int post(String path, byte[] body) throws IOException {
        write(head(path, body.length));
        write(body);
        return answer();
    }

    /** Reads one answer with a length or in chunks, and throws its body away. */
    int answer() throws IOException {
        String status = line();
        long length = 0;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String small = header.toLowerCase(java.util.Locale.ROOT);
            if (small.startsWith("content-length:")) {
                length = Long.parseLong(
                        small.substring("content-length:".length()).trim());
            }
            chunked |= small.startsWith("transfer-encoding:") && small.contains("chunked");
        }
        if (chunked) {
            for (long chunk = Long.parseLong(line(), 16); chunk > 0; chunk = Long.parseLong(line(), 16)) {
                in.skipNBytes(chunk);
                line();
            }
            line();
        } else {
            in.skipNBytes(length);
        }
        return Integer.parseInt(status.split(" ")[1]);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("closed by the member");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    /** Closed by a reset, as a client does that is killed in the middle. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
