// SPDX-License-Identifier: Apache-2.0
package dev.cairn.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Ports that nobody listens on. They lie below those that the kernel gives to connections (from 32768 on with Linux): one
 * of these may be taken by anybody's connection before, or between two starts of, its member.
 *
 * <p>A port whose member is just down looks free to everybody, so test processes that run side by side have blocks of
 * their own, each held by a lock on a file until the process ends. Within its blocks a process hands out each port once,
 * and starts again when it has had {@value #MOST_BLOCKS} of them.
 */
public final class Ports {
    private static final int FIRST = 20_000;
    private static final int BLOCK = 100;
    private static final int BLOCKS = 120;
    private static final int MOST_BLOCKS = 20;
    private static final Path LOCKS =
            Path.of(System.getProperty("java.io.tmpdir"), "cairn-test-ports-" + System.getProperty("user.name"));

    private static final List<Block> OURS = new ArrayList<>();
    private static int handedOut;

    private Ports() {}

    public static int free() {
        return free(InetAddress.getLoopbackAddress().getHostAddress());
    }

    /** On an address of this machine. */
    public static synchronized int free(String address) {
        try {
            InetAddress here = InetAddress.getByName(address);
            for (int tried = 0; tried < BLOCK * MOST_BLOCKS; tried++) {
                int port = next();
                if (isFree(here, port)) {
                    return port;
                }
            }
            throw new IllegalStateException("of " + OURS.size() + " blocks of ports none is free at " + address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int next() throws IOException {
        int block = handedOut / BLOCK % MOST_BLOCKS;
        if (block == OURS.size()) {
            OURS.add(lockOne());
        }
        return OURS.get(block).first() + handedOut++ % BLOCK;
    }

    /** A block that is this process' until it ends. */
    private static Block lockOne() throws IOException {
        Files.createDirectories(LOCKS);
        int start = (int) (ProcessHandle.current().pid() % BLOCKS);
        for (int tried = 0; tried < BLOCKS; tried++) {
            int first = FIRST + (start + tried) % BLOCKS * BLOCK;
            if (OURS.stream().anyMatch(block -> block.first() == first)) {
                continue;
            }
            var channel = FileChannel.open(
                    LOCKS.resolve(String.valueOf(first)), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new Block(first, lock);
            }
            channel.close();
        }
        throw new IllegalStateException("all blocks of ports are taken by other tests: see the locks in " + LOCKS);
    }

    /** @param lock kept, since a channel that nobody refers to is closed, and its lock given up */
    private record Block(int first, FileLock lock) {}

    private static boolean isFree(InetAddress address, int port) throws IOException {
        try (ServerSocket socket = new ServerSocket(port, 1, address)) {
            return socket.isBound();
        } catch (BindException taken) {
            return false;
        }
    }
}
