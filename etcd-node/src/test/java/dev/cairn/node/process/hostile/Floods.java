// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import com.google.protobuf.ByteString;
import dev.cairn.node.wire.etcdserverpb.LeaseGrantRequest;
import dev.cairn.node.wire.etcdserverpb.MemberListRequest;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The same whole request again and again for ten seconds, by clients that each wait for its answer, two to a connection. */
final class Floods {
    private static final int CLIENTS = 32;
    private static final int CLIENTS_PER_CONNECTION = 2;
    private static final long FLOOD_SECONDS = 10;
    private static final long PATIENCE_SECONDS = 20;
    private static final int SMALL_KEYS = 100_000;
    private static final int KEYS_PER_TXN = 100;
    private static final int TXN_RANGES = 128;
    private static final int LEVELS = 120;
    private static final int OVERSIZE_BYTES = 8_000_000;
    private static final int GARBAGE_BYTES = 1_000_000;
    private static final ByteString ALL = ByteString.copyFrom(new byte[] {0});
    private static final long TTL_SECONDS = 3600;

    private Floods() {}

    static String leaseGrants(Scene scene) throws InterruptedException {
        return flood(
                scene,
                "Lease/LeaseGrant",
                Grpc.bytes(LeaseGrantRequest.newBuilder().setTTL(TTL_SECONDS).build()));
    }

    static String serializableRanges(Scene scene) throws InterruptedException {
        fillSmall(scene, 10_000);
        return flood(scene, "KV/Range", range(RangeRequest.newBuilder().setSerializable(true)));
    }

    static String counts(Scene scene) throws InterruptedException {
        fillSmall(scene, SMALL_KEYS);
        return flood(scene, "KV/Range", range(RangeRequest.newBuilder().setCountOnly(true)));
    }

    static String memberLists(Scene scene) throws InterruptedException {
        return flood(
                scene,
                "Cluster/MemberList",
                Grpc.bytes(MemberListRequest.newBuilder().setLinearizable(true).build()));
    }

    static String garbage(Scene scene) throws InterruptedException {
        byte[] garbage = new byte[GARBAGE_BYTES];
        new Random(1).nextBytes(garbage);
        return flood(scene, "KV/Txn", garbage);
    }

    static String oversize(Scene scene) throws InterruptedException {
        return flood(scene, "KV/Put", new byte[OVERSIZE_BYTES]);
    }

    /** 128 times the same ten megabytes in one answer. */
    static String rangesInOneTransaction(Scene scene) throws InterruptedException {
        Ranges.fill(scene, 8, 1_250_000);
        TxnRequest.Builder txn = TxnRequest.newBuilder();
        RequestOp.Builder all = RequestOp.newBuilder()
                .setRequestRange(RangeRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8("/big/"))
                        .setRangeEnd(ByteString.copyFromUtf8("/big0")));
        for (int i = 0; i < TXN_RANGES; i++) {
            txn.addSuccess(all);
        }
        return flood(scene, "KV/Txn", Grpc.bytes(txn.build()), 2);
    }

    static String nestedTransactions(Scene scene) throws InterruptedException {
        TxnRequest txn = TxnRequest.newBuilder()
                .addSuccess(RequestOp.newBuilder()
                        .setRequestPut(PutRequest.newBuilder()
                                .setKey(ByteString.copyFromUtf8("/nested"))
                                .setValue(ALL)))
                .build();
        for (int i = 0; i < LEVELS; i++) {
            txn = TxnRequest.newBuilder()
                    .addSuccess(RequestOp.newBuilder().setRequestTxn(txn))
                    .build();
        }
        return flood(scene, "KV/Txn", Grpc.bytes(txn));
    }

    /** Three at once want every key there is. */
    static String listsOfManyKeys(Scene scene) throws InterruptedException {
        fillSmall(scene, 2 * SMALL_KEYS);
        return flood(scene, "KV/Range", range(RangeRequest.newBuilder()), 3);
    }

    private static byte[] range(RangeRequest.Builder range) {
        return Grpc.bytes(range.setKey(ALL).setRangeEnd(ALL).build());
    }

    static void fillSmall(Scene scene, int keys) {
        try (Grpc connection = new Grpc(scene.port())) {
            for (int first = 0; first < keys; first += KEYS_PER_TXN) {
                TxnRequest.Builder txn = TxnRequest.newBuilder();
                for (int i = first; i < first + KEYS_PER_TXN; i++) {
                    txn.addSuccess(RequestOp.newBuilder()
                            .setRequestPut(PutRequest.newBuilder()
                                    .setKey(ByteString.copyFromUtf8(String.format(Locale.ROOT, "/small/%07d", i)))
                                    .setValue(ByteString.copyFrom(new byte[100]))));
                }
                connection.kv(PATIENCE_SECONDS).txn(txn.build());
            }
        }
    }

    private static String flood(Scene scene, String method, byte[] request) throws InterruptedException {
        return flood(scene, method, request, CLIENTS);
    }

    static String flood(Scene scene, String method, byte[] request, int clients) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(FLOOD_SECONDS);
        Map<String, AtomicLong> answers = new TreeMap<>();
        answers.put("OK", new AtomicLong());
        for (Status.Code code : Status.Code.values()) {
            answers.put(code.name(), new AtomicLong());
        }
        var threads = Executors.newFixedThreadPool(clients);
        try {
            Grpc connection = null;
            for (int i = 0; i < clients; i++) {
                connection = i % CLIENTS_PER_CONNECTION == 0 ? scene.with(new Grpc(scene.port())) : connection;
                Grpc own = connection;
                threads.submit(() -> ask(own, method, request, end, answers));
            }
            threads.shutdown();
            threads.awaitTermination(FLOOD_SECONDS + PATIENCE_SECONDS, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }
        StringBuilder seen = new StringBuilder();
        answers.forEach((code, count) -> {
            if (count.get() > 0) {
                seen.append(seen.isEmpty() ? "" : ", ").append(String.format(Locale.ROOT, "%,d %s", count.get(), code));
            }
        });
        return seen.toString();
    }

    private static void ask(Grpc connection, String method, byte[] request, long end, Map<String, AtomicLong> answers) {
        while (System.nanoTime() - end < 0 && !Thread.currentThread().isInterrupted()) {
            String code = "OK";
            try {
                connection.ask(method, request, PATIENCE_SECONDS);
            } catch (StatusRuntimeException e) {
                code = e.getStatus().getCode().name();
            }
            answers.get(code).incrementAndGet();
        }
    }
}
