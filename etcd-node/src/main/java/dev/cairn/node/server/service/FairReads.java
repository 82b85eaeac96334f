// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.service;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * Reads of the store on threads that all clients share. Clients take turns, a read at a time; the reads of one are begun
 * in their order, and at most so many of them run at once. So who asks for a lot waits for himself: with one thread more
 * than that there is always one for the others.
 */
public final class FairReads {
    private final Executor threads;
    private final int mostOfOne;
    private final Map<Object, Client> clients = new HashMap<>();
    /** Those with a read that may be begun, each once. */
    private final Deque<Client> turns = new ArrayDeque<>();

    private static final class Client {
        private final Object key;
        private final Deque<Runnable> waiting = new ArrayDeque<>();
        private int running;
        private boolean queued;

        private Client(Object key) {
            this.key = key;
        }
    }

    /** {@code threads} has at least {@code mostOfOne} and one; a task of ours never waits for another. */
    public FairReads(Executor threads, int mostOfOne) {
        this.threads = threads;
        this.mostOfOne = mostOfOne;
    }

    /** {@code client}: whose read it is; the same client is the one that is equal. */
    public void execute(Object client, Runnable read) {
        boolean queued;
        synchronized (this) {
            Client own = clients.computeIfAbsent(client, Client::new);
            own.waiting.add(read);
            queued = queue(own);
        }
        begin(queued);
    }

    /** For each client in the queue there is a task on its way to a thread. */
    private void begin(boolean queued) {
        if (queued) {
            threads.execute(this::next);
        }
    }

    private boolean queue(Client client) {
        if (client.queued || client.waiting.isEmpty() || client.running >= mostOfOne) {
            return false;
        }
        client.queued = true;
        turns.add(client);
        return true;
    }

    private void next() {
        Client client;
        Runnable read;
        boolean queued;
        synchronized (this) {
            client = turns.remove();
            client.queued = false;
            read = client.waiting.remove();
            client.running++;
            queued = queue(client);
        }
        begin(queued);
        try {
            read.run();
        } finally {
            ended(client);
        }
    }

    private void ended(Client client) {
        boolean queued;
        synchronized (this) {
            client.running--;
            queued = queue(client);
            if (client.running == 0 && client.waiting.isEmpty()) {
                clients.remove(client.key);
            }
        }
        begin(queued);
    }
}
