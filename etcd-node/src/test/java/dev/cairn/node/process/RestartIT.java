// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.cairn.node.testkit.CairnEtcd;
import dev.cairn.node.testkit.Eventually;
import dev.cairn.node.wire.etcdserverpb.AlarmRequest;
import dev.cairn.node.wire.etcdserverpb.AlarmType;
import dev.cairn.node.wire.etcdserverpb.CompactionRequest;
import dev.cairn.node.wire.etcdserverpb.HashKVRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseGrantRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseGrpc;
import dev.cairn.node.wire.etcdserverpb.LeaseTimeToLiveRequest;
import dev.cairn.node.wire.etcdserverpb.MaintenanceGrpc;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RangeResponse;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is there after a restart, whichever way the process ended. */
class RestartIT {
    private static final int WRITERS = 8;

    @TempDir
    Path directory;

    @Test
    void aCleanStopEndsWithCodeZeroAndKeepsEverything() {
        try (CairnEtcd member = new CairnEtcd(directory.resolve("data")).start()) {
            put(member, "a", "1");
            put(member, "a", "2");
            put(member, "b", "1");
            long lease = LeaseGrpc.newBlockingStub(member.channel())
                    .leaseGrant(LeaseGrantRequest.newBuilder().setTTL(600).build())
                    .getID();
            member.kv().put(request("leased", "x").setLease(lease).build());
            member.kv().compact(CompactionRequest.newBuilder().setRevision(3).build());
            MaintenanceGrpc.newBlockingStub(member.channel())
                    .alarm(AlarmRequest.newBuilder()
                            .setAction(AlarmRequest.AlarmAction.ACTIVATE)
                            .setAlarm(AlarmType.NOSPACE)
                            .build());
            RangeResponse before = everything(member);
            int hash = hash(member);

            assertThat(member.stop()).isZero();
            member.start();

            assertThat(everything(member).getKvsList()).isEqualTo(before.getKvsList());
            assertThat(everything(member).getHeader().getRevision())
                    .isEqualTo(before.getHeader().getRevision());
            assertThat(hash(member)).isEqualTo(hash);
            assertThat(LeaseGrpc.newBlockingStub(member.channel())
                            .leaseTimeToLive(LeaseTimeToLiveRequest.newBuilder()
                                    .setID(lease)
                                    .setKeys(true)
                                    .build())
                            .getKeysList())
                    .containsExactly(ByteString.copyFromUtf8("leased"));
            assertThat(MaintenanceGrpc.newBlockingStub(member.channel())
                            .alarm(AlarmRequest.getDefaultInstance())
                            .getAlarmsList())
                    .singleElement()
                    .matches(alarm -> alarm.getAlarm() == AlarmType.NOSPACE);
        }
    }

    @Test
    void afterKillsUnderLoadEveryAcknowledgedWriteIsThereAndRevisionsGoOn() {
        Map<String, String> acknowledged = new ConcurrentHashMap<>();
        long revision = 0;
        try (CairnEtcd member = new CairnEtcd(directory.resolve("data"), "--snapshot-count=500")) {
            for (int round = 0; round < 3; round++) {
                member.start();
                assertKept(member, acknowledged, revision);
                revision = writeUntilKilled(member, round, acknowledged);
            }
            member.start();
            assertKept(member, acknowledged, revision);
        }
    }

    private static void assertKept(CairnEtcd member, Map<String, String> acknowledged, long revision) {
        RangeResponse found = everything(member);
        Map<String, String> kept = new ConcurrentHashMap<>();
        found.getKvsList()
                .forEach(
                        kv -> kept.put(kv.getKey().toStringUtf8(), kv.getValue().toStringUtf8()));
        assertThat(kept).containsAllEntriesOf(acknowledged);
        assertThat(found.getHeader().getRevision()).isGreaterThanOrEqualTo(revision);
    }

    /** Unique keys from some writers; the highest revision that was acknowledged. */
    private static long writeUntilKilled(CairnEtcd member, int round, Map<String, String> acknowledged) {
        AtomicBoolean killed = new AtomicBoolean();
        int before = acknowledged.size();
        List<Thread> writers = new ArrayList<>();
        long[] highest = new long[WRITERS];
        var kv = member.kv();
        for (int writer = 0; writer < WRITERS; writer++) {
            int self = writer;
            writers.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; !killed.get(); i++) {
                    String key = "r" + round + "/w" + self + "/" + i;
                    try {
                        highest[self] = kv.put(request(key, "v" + i).build())
                                .getHeader()
                                .getRevision();
                        acknowledged.put(key, "v" + i);
                    } catch (StatusRuntimeException unknown) {
                        return;
                    }
                }
            }));
        }
        Eventually.within(60, "two thousand writes", () -> acknowledged.size() >= before + 2_000);
        member.kill();
        killed.set(true);
        long top = 0;
        for (int writer = 0; writer < WRITERS; writer++) {
            join(writers.get(writer));
            top = Math.max(top, highest[writer]);
        }
        return top;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static PutRequest.Builder request(String key, String value) {
        return PutRequest.newBuilder().setKey(ByteString.copyFromUtf8(key)).setValue(ByteString.copyFromUtf8(value));
    }

    private static void put(CairnEtcd member, String key, String value) {
        member.kv().put(request(key, value).build());
    }

    private static RangeResponse everything(CairnEtcd member) {
        ByteString zero = ByteString.copyFrom(new byte[1]);
        return member.kv()
                .range(RangeRequest.newBuilder().setKey(zero).setRangeEnd(zero).build());
    }

    private static int hash(CairnEtcd member) {
        return MaintenanceGrpc.newBlockingStub(member.channel())
                .hashKV(HashKVRequest.getDefaultInstance())
                .getHash();
    }
}
