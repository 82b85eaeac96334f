// SPDX-License-Identifier: Apache-2.0
package dev.cairn.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports that nobody listens on, each handed out once. They lie below those that the kernel gives to connections (from
 * 32768 on with Linux): one of these may be taken by anybody's connection before, or between two starts of, its member.
 */
public final class Ports {
    private static final int FIRST = 20_000;
    private static final int COUNT = 12_000;

    /** Test processes that run side by side begin in different places. */
    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 97 % COUNT));

    private Ports() {}

    public static int free() {
        return free(InetAddress.getLoopbackAddress().getHostAddress());
    }

    /** On an address of this machine. */
    public static int free(String address) {
        try {
            InetAddress here = InetAddress.getByName(address);
            for (int tried = 0; tried < COUNT; tried++) {
                int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
                if (isFree(here, port)) {
                    return port;
                }
            }
            throw new IllegalStateException("no port from " + FIRST + " on is free at " + address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isFree(InetAddress address, int port) throws IOException {
        try (ServerSocket socket = new ServerSocket(port, 1, address)) {
            return socket.isBound();
        } catch (BindException taken) {
            return false;
        }
    }
}
