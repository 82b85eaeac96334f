// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import com.google.protobuf.ByteString;
import dev.cairn.node.wire.etcdserverpb.CompactionRequest;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.PutResponse;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody compacts after each put, while somebody else lists everything again and again. */
final class Compactions {
    private static final int KEYS = 100_000;
    private static final int LISTERS = 2;
    private static final long SECONDS = 10;
    private static final long PATIENCE_SECONDS = 20;

    private Compactions() {}

    static String besideLists(Scene scene) throws InterruptedException {
        Floods.fillSmall(scene, KEYS);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        AtomicInteger compacted = new AtomicInteger();
        Thread compacting = Thread.ofPlatform().start(() -> {
            try (Grpc connection = new Grpc(scene.port())) {
                while (System.nanoTime() - end < 0) {
                    PutResponse put = connection
                            .kv(PATIENCE_SECONDS)
                            .put(PutRequest.newBuilder()
                                    .setKey(ByteString.copyFromUtf8("/small/0000001"))
                                    .build());
                    connection
                            .kv(PATIENCE_SECONDS)
                            .compact(CompactionRequest.newBuilder()
                                    .setRevision(put.getHeader().getRevision())
                                    .setPhysical(true)
                                    .build());
                    compacted.incrementAndGet();
                }
            } catch (StatusRuntimeException gone) {
                Thread.onSpinWait();
            }
        });
        ByteString all = ByteString.copyFrom(new byte[] {0});
        byte[] list = Grpc.bytes(
                RangeRequest.newBuilder().setKey(all).setRangeEnd(all).build());
        String lists = Floods.flood(scene, "KV/Range", list, LISTERS);
        compacting.join();
        return compacted + " compactions, lists: " + lists;
    }
}
