// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Membership;
import dev.cairn.node.server.Reply;
import dev.cairn.node.server.member.EtcdServer;
import dev.cairn.node.server.stage.Stage;
import dev.cairn.node.wire.etcdserverpb.MemberAddRequest;
import dev.cairn.node.wire.etcdserverpb.MemberAddResponse;
import dev.cairn.node.wire.etcdserverpb.MemberRemoveRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Membership changes that follow each other as fast as answers can be read. */
class ConsecutiveChangesTest {
    private static final long ELECTED_MILLIS = 5_000;
    private static final long REQUEST_TIMEOUT_MILLIS = 10_000;

    private final List<String> answers = new ArrayList<>();

    @Test
    void aChangeAskedForAtTheAnswerToTheLastOneIsMade() {
        SplittableRandom random = new SplittableRandom(1);
        SimCluster cluster = new SimCluster(
                random, SimSettings.draw(random, false, 0).withVoters(1), message -> {}, (kind, place, role) -> {});
        cluster.members().forEach(SimMember::start);
        cluster.clock().runUntil(ELECTED_MILLIS);
        EtcdServer server = cluster.leader().orElseThrow().server();
        Membership membership = server.membership();

        membership.add(
                Caller.ANONYMOUS,
                MemberAddRequest.newBuilder()
                        .addPeerURLs(SimCluster.urlOf("m9"))
                        .setIsLearner(true)
                        .build(),
                then("added", (MemberAddResponse added) -> {
                    long id = added.getMember().getID();
                    membership.remove(
                            Caller.ANONYMOUS,
                            MemberRemoveRequest.newBuilder().setID(id).build(),
                            then("removed", removed -> {}));
                    // as its own thread may, while the thread that gave the answer has not gone on
                    raftLoop(server).runOnce();
                }));
        cluster.clock().runUntil(ELECTED_MILLIS + REQUEST_TIMEOUT_MILLIS);

        assertThat(answers).containsExactly("added", "removed");
    }

    private static Stage raftLoop(EtcdServer server) {
        return server.stages().stream()
                .filter(stage -> stage.name().equals("raft"))
                .findFirst()
                .orElseThrow();
    }

    private <T> Reply<T> then(String name, Consumer<T> next) {
        return new Reply<>() {
            @Override
            public void done(T answer) {
                answers.add(name);
                next.accept(answer);
            }

            @Override
            public void failed(RuntimeException error) {
                answers.add(name + " failed: " + error.getMessage());
            }
        };
    }
}
