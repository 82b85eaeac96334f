// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim;

import com.google.protobuf.ByteString;
import dev.cairn.node.server.Monitors;
import dev.cairn.node.server.Reply;
import dev.cairn.node.sim.check.Violation;
import dev.cairn.node.sim.cluster.End;
import dev.cairn.node.sim.cluster.MemberRole;
import dev.cairn.node.sim.cluster.SimCluster;
import dev.cairn.node.sim.cluster.SimMember;
import dev.cairn.node.sim.load.Users;
import dev.cairn.node.wire.etcdserverpb.AlarmMember;
import dev.cairn.node.wire.etcdserverpb.AlarmType;
import dev.cairn.node.wire.etcdserverpb.CompactionRequest;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The last act of a run. Until then nobody was alarmed without a reason; now there is one: a bit of one member's store is
 * flipped, and the check that this run's members do has to find it.
 */
final class FlippedBit {
    private static final String KEY = "flipped";
    private static final String PROPERTY = "corruption checks";
    private static final long PATIENCE_MILLIS = 20_000;
    private static final long STEP_MILLIS = 50;

    private final SimCluster cluster;
    private final Monitors monitors;

    FlippedBit(SimCluster cluster) {
        this.cluster = cluster;
        this.monitors = cluster.settings().habits().monitors();
    }

    static void requireNoAlarm(SimCluster cluster) {
        cluster.running()
                .forEach(member -> Violation.require(
                        corrupt(member).isEmpty(),
                        PROPERTY,
                        () -> member + " was alarmed without a reason: " + corrupt(member)));
    }

    private static List<AlarmMember> corrupt(SimMember member) {
        return member.server().health().alarms().stream()
                .filter(alarm -> alarm.getAlarm() == AlarmType.CORRUPT)
                .toList();
    }

    void mustBeFound() {
        List<SimMember> members = cluster.running();
        if (members.size() < 2) {
            return;
        }
        SimMember leader = cluster.leader().orElseThrow();
        long revision = leader.server().measures().currentRevision() + 1;
        put(leader);
        await(
                "everybody has the key",
                () -> members.stream()
                        .allMatch(member -> member.server().measures().currentRevision() == revision));
        SimMember flipped = members.get(cluster.random().nextInt(members.size()));
        MemberRole role = flipped.role();
        Violation.require(flipped.records().flip(KEY), PROPERTY, () -> flipped + " has no such key");
        if (monitors.corruptCheckMillis() > 0) {
            await("an alarm", () -> !corrupt(leader).isEmpty());
            boolean blamed = corrupt(leader).getFirst().getMemberID() == flipped.id();
            Violation.require(blamed || role == MemberRole.LEADER, PROPERTY, () -> "blamed: " + corrupt(leader));
            cluster.saw("flip", "periodic", role);
        } else if (monitors.compactHashCheckMillis() > 0) {
            compact(leader, revision);
            await("an alarm", () -> !corrupt(leader).isEmpty());
            long blamed = corrupt(leader).getFirst().getMemberID();
            // 0 while a majority had not taken its hash yet
            Violation.require(blamed == flipped.id() || blamed == 0, PROPERTY, () -> "blamed: " + corrupt(leader));
            cluster.saw("flip", "compaction", role);
        } else {
            flipped.expectRefusal("found data inconsistency with peers");
            flipped.end(End.KILL);
            flipped.start();
            Violation.require(flipped.wasRefused(), PROPERTY, () -> flipped + " runs");
            cluster.saw("flip", "initial", role);
        }
    }

    private void put(SimMember leader) {
        PutRequest put = PutRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8(KEY))
                .setValue(ByteString.copyFromUtf8("bit"))
                .build();
        leader.act(() -> leader.server().kv().put(Users.ROOT, put, then(answer -> {})));
    }

    private void compact(SimMember leader, long revision) {
        CompactionRequest compaction =
                CompactionRequest.newBuilder().setRevision(revision).build();
        leader.act(() -> leader.server().kv().compact(Users.ROOT, compaction, then(answer -> {})));
    }

    private static <T> Reply<T> then(Consumer<T> done) {
        return new Reply<>() {
            @Override
            public void done(T answer) {
                done.accept(answer);
            }

            @Override
            public void failed(RuntimeException error) {
                throw new Violation(PROPERTY, error.getMessage());
            }
        };
    }

    private void await(String what, BooleanSupplier condition) {
        long end = cluster.clock().nowMillis() + PATIENCE_MILLIS;
        while (!condition.getAsBoolean()) {
            Violation.require(cluster.clock().nowMillis() < end, PROPERTY, () -> "in vain awaited: " + what);
            cluster.clock().runUntil(cluster.clock().nowMillis() + STEP_MILLIS);
        }
    }
}
