// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.EntryType;
import dev.cairn.node.raft.HardState;
import dev.cairn.node.raft.Message;
import dev.cairn.node.raft.RaftConfig;
import dev.cairn.node.raft.Ready;
import dev.cairn.node.raft.RoleName;
import dev.cairn.node.raft.Snapshot;
import dev.cairn.node.raft.SnapshotMetadata;
import dev.cairn.node.raft.core.RaftNode;
import dev.cairn.node.raft.log.MemoryLog;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a leader decides by itself is proposed by that leader in that term, or by nobody. */
class RaftLoopTest {
    private static final Entry DECISION = Entry.normal(0, 0, new byte[] {7});

    private final List<Entry> written = new ArrayList<>();
    private final MemoryLog log = MemoryLog.recovered(
            new Snapshot(new SnapshotMetadata(ConfState.ofVoters(List.of(1L)), 3, 1), Entry.NO_DATA),
            new HardState(1, 0, 3),
            List.of());
    private final RaftLoop loop = new RaftLoop(
            new RaftNode(
                    RaftConfig.etcd(1, new RaftConfig.Timing(10, 1), bound -> 0).withAppliedIndex(3), log),
            log);

    RaftLoopTest() {
        loop.connect(new RaftLoop.Outputs() {
            @Override
            public void send(List<Message> messages) {}

            @Override
            public void persist(Ready ready) {
                written.addAll(ready.entries());
                loop.appended(ready);
            }

            @Override
            public void apply(List<Entry> committed) {}

            @Override
            public void readState(long index, byte[] context) {}

            @Override
            public void leadership(Leadership now, Leadership before) {}
        });
    }

    private void settle() {
        for (boolean busy = true; busy; ) {
            busy = loop.runOnce();
        }
    }

    private List<Entry> decisions() {
        settle();
        return written.stream()
                .filter(entry -> entry.type() == EntryType.NORMAL && entry.data().length > 0)
                .toList();
    }

    private void lead() {
        loop.run(RaftNode::campaign);
        settle();
        assertThat(loop.leadership().isLeader()).isTrue();
    }

    @Test
    void aRestartedMemberKnowsItsTermBeforeItHearsFromAnybody() {
        assertThat(loop.leadership()).isEqualTo(new Leadership(1, 0, RoleName.FOLLOWER, 3));
    }

    @Test
    void theLeaderOfTheTermProposesIt() {
        lead();
        loop.proposeAsLeader(loop.leadership().term(), DECISION);
        assertThat(decisions()).hasSize(1);
    }

    @Test
    void whoLeadsInALaterTermDoesNot() {
        lead();
        loop.proposeAsLeader(loop.leadership().term() - 1, DECISION);
        assertThat(decisions()).isEmpty();
    }

    @Test
    void aFollowerNeitherForwardsItNorKeepsItForLater() {
        loop.proposeAsLeader(2, DECISION);
        assertThat(decisions()).isEmpty();
        lead();
        assertThat(loop.leadership().term()).isEqualTo(2);
        assertThat(decisions()).isEmpty();
    }
}
