// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import com.google.protobuf.ByteString;
import dev.cairn.node.wire.etcdserverpb.LeaseGrantRequest;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** So many leases with ten keys each, which nobody keeps alive, so that all of them end at about the same time. */
record Leases(int leases) implements Attack.Deed {
    private static final int KEYS_EACH = 10;
    private static final int CLIENTS = 16;
    private static final long TTL_SECONDS = 12;
    private static final long HELD_SECONDS = 20;
    private static final long PATIENCE_SECONDS = 20;
    private static final int FIRST_ID = 1000;

    @Override
    public String run(Scene scene) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger granted = new AtomicInteger();
        var clients = Executors.newFixedThreadPool(CLIENTS);
        long began = System.nanoTime();
        try {
            for (int i = 0; i < CLIENTS; i++) {
                clients.submit(() -> grant(scene, next, granted));
            }
            clients.shutdown();
            clients.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } finally {
            clients.shutdownNow();
        }
        long took = (System.nanoTime() - began) / 1_000_000;
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(HELD_SECONDS));
        return granted + " granted in " + took + " ms, all ended";
    }

    private void grant(Scene scene, AtomicInteger next, AtomicInteger granted) {
        try (Grpc connection = new Grpc(scene.port())) {
            for (int i = next.getAndIncrement(); i < leases; i = next.getAndIncrement()) {
                long id = FIRST_ID + i;
                byte[] grant = Grpc.bytes(LeaseGrantRequest.newBuilder()
                        .setID(id)
                        .setTTL(TTL_SECONDS)
                        .build());
                connection.ask("Lease/LeaseGrant", grant, PATIENCE_SECONDS);
                TxnRequest.Builder keys = TxnRequest.newBuilder();
                for (int key = 0; key < KEYS_EACH; key++) {
                    keys.addSuccess(RequestOp.newBuilder()
                            .setRequestPut(PutRequest.newBuilder()
                                    .setKey(ByteString.copyFromUtf8("/leased/" + i + "/" + key))
                                    .setLease(id)));
                }
                connection.kv(PATIENCE_SECONDS).txn(keys.build());
                granted.incrementAndGet();
            }
        }
    }
}
