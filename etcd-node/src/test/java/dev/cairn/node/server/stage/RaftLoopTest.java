// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.codec.ConfChangeCodec;
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
import dev.cairn.node.wire.EtcdError;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Which proposals the loop gives to the core, and when. */
class RaftLoopTest {
    private static final Entry DECISION = Entry.normal(0, 0, new byte[] {7});
    private static final Entry PUT = Entry.normal(0, 0, new byte[] {8});
    private static final long TIMEOUT = 100;
    private static final long RECEIVED_BYTES = 1_000;

    private final List<Entry> written = new ArrayList<>();
    private final MemoryLog log = MemoryLog.recovered(
            new Snapshot(new SnapshotMetadata(ConfState.ofVoters(List.of(1L)), 3, 1), Entry.NO_DATA),
            new HardState(1, 0, 3),
            List.of());
    private final AtomicLong nanos = new AtomicLong();
    private final Answers answers = new Answers();
    private final PendingProposals proposals = new PendingProposals(TIMEOUT, 1, nanos::get);
    private final RaftLoop loop = new RaftLoop(
            new RaftNode(
                    RaftConfig.etcd(1, new RaftConfig.Timing(10, 1), bound -> 0, ConfChangeCodec::decode)
                            .withAppliedIndex(3),
                    log),
            log,
            RECEIVED_BYTES);

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

    @Test
    void aProposalWaitsForALeaderAsLongAsItsProposerDoes() {
        loop.propose(PUT, proposals.await(1, 1, answers.reply("put")));
        assertThat(decisions()).isEmpty();
        nanos.addAndGet(TIMEOUT - 1);
        proposals.expire();
        lead();
        assertThat(decisions()).containsExactly(PUT.at(2, 5));
    }

    @Test
    void aProposalThatWasAnsweredWithATimeoutIsNotMadeWhenThereIsALeaderAgain() {
        loop.propose(PUT, proposals.await(1, 1, answers.reply("put")));
        assertThat(decisions()).isEmpty();
        nanos.addAndGet(TIMEOUT);
        proposals.expire();
        assertThat(answers.take()).containsExactly(Answers.failure("put", EtcdError.DEADLINE_EXCEEDED));
        lead();
        assertThat(decisions()).isEmpty();
    }

    @Test
    void aProposalIsOfTheTermInWhichTheCoreTookIt() {
        PendingProposals.Waiter waiter = proposals.await(1, 1, answers.reply("put"));
        loop.propose(PUT, waiter);
        lead();
        proposals.appliedTerm(2);
        nanos.addAndGet(1);
        proposals.expire();
        assertThat(answers.take()).as("held in term 1, proposed in term 2").isEmpty();
        proposals.appliedTerm(3);
        nanos.addAndGet(1);
        proposals.expire();
        assertThat(answers.take()).containsExactly(Answers.failure("put", EtcdError.TIMEOUT_DUE_TO_LEADER_FAIL));
    }

    @Test
    void appendsThatWouldWaitBehindTooMuchAreDroppedAndMayComeAgain() {
        assertThat(loop.receive(append(5, 2_000))).as("large, and alone").isTrue();
        assertThat(loop.receive(append(6, 100))).isFalse();
        assertThat(loop.receive(new Message.Heartbeat(1, 2, 2, 3, new byte[0])))
                .as("no entries")
                .isTrue();
        loop.runOnce();
        assertThat(loop.receive(append(6, 600))).isTrue();
        assertThat(loop.receive(append(7, 600))).isFalse();
        assertThat(loop.receive(append(7, 300))).isTrue();
    }

    /** Of a leader of term 2, behind the snapshot. */
    private static Message append(long index, int bytes) {
        return new Message.App(1, 2, 2, 2, index - 1, List.of(Entry.normal(2, index, new byte[bytes])), 3);
    }
}
