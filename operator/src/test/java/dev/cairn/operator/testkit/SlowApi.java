// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A door before the API server. While it is shut connections are taken and nobody answers; when it opens those are broken
 * off, and the next ones lead through.
 */
public final class SlowApi implements AutoCloseable {
    private final ServerSocket door;
    private final URI server;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private volatile boolean open;

    private SlowApi(ServerSocket door, URI server) {
        this.door = door;
        this.server = server;
    }

    /** Shut at first. */
    public static SlowApi before(KubeLab lab) {
        try {
            var api = new SlowApi(
                    new ServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                    URI.create(lab.environment().get("KUBERNETES_MASTER")));
            Thread.ofVirtual().start(api::accept);
            return api;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "https://127.0.0.1:" + door.getLocalPort();
    }

    /** How many connections have been taken so far. */
    public int taken() {
        return sockets.size();
    }

    public void open() {
        open = true;
        sockets.forEach(SlowApi::breakOff);
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                sockets.add(client);
                if (open) {
                    Socket behind = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
                    sockets.add(behind);
                    Thread.ofVirtual().start(() -> pipe(client, behind));
                    Thread.ofVirtual().start(() -> pipe(behind, client));
                }
            } catch (IOException e) {
                if (!door.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static void pipe(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One side has gone: so does the other.
        } finally {
            breakOff(from);
            breakOff(to);
        }
    }

    private static void breakOff(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        sockets.forEach(SlowApi::breakOff);
    }
}
