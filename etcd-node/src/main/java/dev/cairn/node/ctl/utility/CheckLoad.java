// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.utility;

import com.google.protobuf.ByteString;
import dev.cairn.node.client.CallFailure;
import dev.cairn.node.client.Calls;
import dev.cairn.node.client.ClusterClient;
import dev.cairn.node.client.Patience;
import dev.cairn.node.ctl.print.KeyRange;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Puts by many clients, each one at a time, and how long they took. */
final class CheckLoad {
    private static final double NANOS = 1e9;

    private final List<ClusterClient> clients;
    private final ByteString prefix;
    private final int keyBytes;
    private final ByteString value;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong next = new AtomicLong();
    private final Map<String, Integer> errors = new TreeMap<>();
    private long slowestNanos;
    private double sumSeconds;
    private double sumSquares;
    private long count;

    CheckLoad(List<ClusterClient> clients, String prefix, int keyBytes, int valueBytes) {
        this.clients = clients;
        this.prefix = KeyRange.bytes(prefix);
        this.keyBytes = keyBytes;
        this.value = ByteString.copyFrom(new byte[valueBytes]);
    }

    /**
     * Puts until {@code total} were put or the time is over.
     *
     * @param perSecond how many begin in a second at most; 0 for as many as can
     */
    Verdict run(long total, long perSecond, long nanos) throws InterruptedException {
        long begin = System.nanoTime();
        List<Thread> threads = clients.stream()
                .map(client -> Thread.ofVirtual().start(() -> work(client, begin, new Bounds(total, perSecond, nanos))))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        double seconds = (System.nanoTime() - begin) / NANOS;
        double mean = count == 0 ? 0 : sumSeconds / count;
        double deviation = count == 0 ? 0 : Math.sqrt(Math.max(0, sumSquares / count - mean * mean));
        return new Verdict(count / seconds, slowestNanos / NANOS, deviation, Map.copyOf(errors));
    }

    private record Bounds(long total, long perSecond, long nanos) {}

    long done() {
        return done.get();
    }

    private void work(ClusterClient client, long begin, Bounds bounds) {
        while (true) {
            long turn = next.getAndIncrement();
            long at = bounds.perSecond() == 0 ? 0 : (long) (turn * NANOS / bounds.perSecond());
            if (turn >= bounds.total() || at > bounds.nanos()) {
                return;
            }
            for (long early = begin + at - System.nanoTime(); early > 0; early = begin + at - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
            if (System.nanoTime() - begin > bounds.nanos()) {
                return;
            }
            put(client);
        }
    }

    private void put(ClusterClient client) {
        byte[] key = new byte[keyBytes];
        long random = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
        for (int i = 0; i < Long.BYTES; i++) {
            key[i] = (byte) (random >>> i * Byte.SIZE);
        }
        PutRequest request = PutRequest.newBuilder()
                .setKey(prefix.concat(ByteString.copyFrom(key)))
                .setValue(value)
                .build();
        long begin = System.nanoTime();
        String error = "";
        try {
            client.ask(Calls.PUT, request, Patience.unlimited());
        } catch (CallFailure e) {
            error = e.getMessage();
        }
        took(System.nanoTime() - begin, error);
        done.incrementAndGet();
    }

    private synchronized void took(long nanos, String error) {
        if (!error.isEmpty()) {
            errors.merge(error, 1, Integer::sum);
            return;
        }
        double seconds = nanos / NANOS;
        count++;
        sumSeconds += seconds;
        sumSquares += seconds * seconds;
        slowestNanos = Math.max(slowestNanos, nanos);
    }

    /** Times in seconds. */
    record Verdict(double perSecond, double slowest, double deviation, Map<String, Integer> errors) {}
}
