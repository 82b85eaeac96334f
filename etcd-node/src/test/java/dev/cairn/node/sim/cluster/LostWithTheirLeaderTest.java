// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Reply;
import dev.cairn.node.server.member.EtcdServer;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.splice.Encoded;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Writes that a follower sends to a leader that is no more. */
class LostWithTheirLeaderTest {
    private static final long ELECTED_MILLIS = 5_000;
    private static final long ELECTION_TIMEOUT_MILLIS = SimSettings.HEARTBEAT_MILLIS * SimSettings.ELECTION_TICKS;

    private final SplittableRandom random = new SplittableRandom(1);
    private final SimCluster cluster = new SimCluster(
            random, SimSettings.draw(random, false, 0).withVoters(3), message -> {}, (kind, place, role) -> {});
    private final List<String> answers = new ArrayList<>();

    @Test
    void aLostWriteIsAnsweredSoonAfterThereIsANewLeader() {
        cluster.members().forEach(SimMember::start);
        cluster.clock().runUntil(ELECTED_MILLIS);
        SimMember leader = cluster.leader().orElseThrow();
        EtcdServer follower = cluster.members().stream()
                .filter(member -> member != leader)
                .findFirst()
                .orElseThrow()
                .server();

        leader.end(End.KILL);
        put(follower, "lost");
        long electedMillis = ELECTED_MILLIS;
        while (cluster.leader().isEmpty()) {
            cluster.clock().runUntil(++electedMillis);
        }
        assertThat(answers).isEmpty();

        put(follower, "made");
        cluster.clock().runUntil(electedMillis + ELECTION_TIMEOUT_MILLIS);
        assertThat(answers)
                .containsExactlyInAnyOrder("made", "lost failed: " + EtcdError.TIMEOUT_DUE_TO_LEADER_FAIL.text());
    }

    private void put(EtcdServer server, String key) {
        PutRequest put = PutRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8(key))
                .setValue(ByteString.copyFromUtf8("value"))
                .build();
        server.kv().put(Caller.ANONYMOUS, put, new Reply<>() {
            @Override
            public void done(Encoded answer) {
                answers.add(key);
            }

            @Override
            public void failed(RuntimeException error) {
                answers.add(key + " failed: " + error.getMessage());
            }
        });
    }
}
