// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.testkit;

import dev.cairn.testkit.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A door before the API server. While it is shut connections are taken and nobody answers; when it opens those are broken
 * off, and the next ones lead through. While there is no door connections are refused.
 */
public final class SlowApi implements AutoCloseable {
    private final ServerSocket door;
    private final int port;
    private final URI server;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private volatile boolean open;

    private SlowApi(ServerSocket door, int port, KubeLab lab) {
        this.door = door;
        this.port = port;
        this.server = URI.create(lab.environment().get("KUBERNETES_MASTER"));
    }

    /** Shut at first. */
    public static SlowApi before(KubeLab lab) {
        try {
            var door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            var api = new SlowApi(door, door.getLocalPort(), lab);
            Thread.ofVirtual().start(api::accept);
            return api;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Not there at first: nothing listens. */
    public static SlowApi absent(KubeLab lab) {
        try {
            return new SlowApi(new ServerSocket(), Ports.free(), lab);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "https://127.0.0.1:" + port;
    }

    /** How many connections have been taken so far. */
    public int taken() {
        return sockets.size();
    }

    public void open() {
        open = true;
        if (!door.isBound()) {
            try {
                door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Thread.ofVirtual().start(this::accept);
        }
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
