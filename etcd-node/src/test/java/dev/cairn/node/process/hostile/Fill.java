// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import com.google.protobuf.ByteString;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import io.grpc.StatusRuntimeException;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** No attack at all: transactions of 100 keys of 256 B by eight clients, then a restart, after which all must be there. */
record Fill(int keys) implements Attack.Deed {
    private static final int CLIENTS = 8;
    private static final int KEYS_PER_TXN = 100;
    private static final ByteString VALUE = ByteString.copyFrom(new byte[256]);
    private static final long PATIENCE_SECONDS = 20;

    @Override
    public String run(Scene scene) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger acknowledged = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        long began = System.nanoTime();
        try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.submit(() -> fill(scene, next, acknowledged, refused));
            }
            clients.shutdown();
            try {
                clients.awaitTermination(1, TimeUnit.HOURS);
            } catch (InterruptedException e) {
                clients.shutdownNow();
                throw e;
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        if (!scene.isAlive()) {
            return "at " + acknowledged + " keys";
        }
        scene.servers().getFirst().restart();
        long counted = count(scene);
        String seen = String.format(
                Locale.ROOT,
                "%,d written in %.0f s, %,d refused, %,d after a restart",
                acknowledged.get(),
                seconds,
                refused.get(),
                counted);
        return counted == acknowledged.get() ? seen : Attack.LOST + ": " + seen;
    }

    private void fill(Scene scene, AtomicInteger next, AtomicInteger acknowledged, AtomicInteger refused) {
        try (Grpc connection = new Grpc(scene.port())) {
            for (int first = next.getAndAdd(KEYS_PER_TXN);
                    first < keys && scene.isAlive() && !Thread.currentThread().isInterrupted();
                    first = next.getAndAdd(KEYS_PER_TXN)) {
                try {
                    connection.kv(PATIENCE_SECONDS).txn(transaction(first));
                    acknowledged.addAndGet(KEYS_PER_TXN);
                } catch (StatusRuntimeException e) {
                    refused.addAndGet(KEYS_PER_TXN);
                }
            }
        }
    }

    private static TxnRequest transaction(int first) {
        TxnRequest.Builder txn = TxnRequest.newBuilder();
        for (int i = first; i < first + KEYS_PER_TXN; i++) {
            txn.addSuccess(RequestOp.newBuilder()
                    .setRequestPut(PutRequest.newBuilder()
                            .setKey(ByteString.copyFromUtf8(String.format(Locale.ROOT, "/fill/%09d", i)))
                            .setValue(VALUE)));
        }
        return txn.build();
    }

    private static long count(Scene scene) {
        try (Grpc connection = new Grpc(scene.port())) {
            return connection
                    .kv(PATIENCE_SECONDS)
                    .range(RangeRequest.newBuilder()
                            .setKey(ByteString.copyFromUtf8("/fill/"))
                            .setRangeEnd(ByteString.copyFromUtf8("/fill0"))
                            .setCountOnly(true)
                            .build())
                    .getCount();
        }
    }
}
