// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.codec.ConfChangeCodec;
import dev.cairn.node.raft.ConfChange;
import dev.cairn.node.raft.ConfChangeType;
import dev.cairn.node.raft.ConfChangeV2;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.HardState;
import dev.cairn.node.raft.Message;
import dev.cairn.node.raft.ProposalDroppedException;
import dev.cairn.node.raft.RaftConfig;
import dev.cairn.node.raft.Ready;
import dev.cairn.node.raft.RoleName;
import dev.cairn.node.raft.Snapshot;
import dev.cairn.node.raft.StepOutcome;
import dev.cairn.node.raft.log.MemoryLog;
import java.util.List;
import org.junit.jupiter.api.Test;

class RaftNodeTest {
    @Test
    void messagesThatContradictThemselvesAreRefusedWithoutEffect() {
        Driven member = Driven.member(3, 1, 1);
        List<Message> malformed = List.of(
                new Message.App(1, 2, 5, 1, 1, Driven.entries(3, 1), 0),
                new Message.App(1, 2, 5, 1, 1, Driven.entries(2, 6), 0),
                new Message.App(1, 2, 5, 4, 1, Driven.entries(2, 3), 0),
                new Message.App(1, 2, 0, 1, 1, List.of(), 0),
                new Message.Heartbeat(1, 2, 0, 0, new byte[0]),
                new Message.Vote(1, 2, 0, 9, 9, false),
                new Message.PreVote(1, 2, 0, 9, 9, false),
                new Message.TimeoutNow(1, 2, 0),
                new Message.Snap(1, 2, 5, Snapshot.EMPTY),
                new Message.Prop(1, 2, List.of()));
        for (Message message : malformed) {
            assertThat(member.raft.step(message)).as(message.toString()).isEqualTo(StepOutcome.MALFORMED);
        }
        assertThat(member.raft.hasReady()).isFalse();
        assertThat(member.raft.status().term()).isEqualTo(1);
    }

    @Test
    void leaderWhoseLogCannotBeWrittenMakesWayAndDoesNotCampaign() {
        Driven leader = Driven.leader(3, 1);
        leader.takeSent();
        for (int i = 0; i < 5 * Driven.ELECTION_TICKS; i++) {
            leader.raft.tickWithoutLog();
            leader.settle();
        }
        assertThat(leader.role()).isEqualTo(RoleName.FOLLOWER);
        assertThat(leader.raft.status().term()).isEqualTo(1);
        assertThat(leader.takeSent()).isEmpty();
    }

    @Test
    void onlyVoterLeadsOnWhileItsLogCannotBeWritten() {
        Driven leader = Driven.leader(1, 1);
        leader.raft.tickWithoutLog();
        assertThat(leader.role()).isEqualTo(RoleName.LEADER);
    }

    @Test
    void answersOfStrangersAreNotListenedTo() {
        Driven leader = Driven.leader(3, 1);
        leader.takeSent();
        assertThat(leader.raft.step(new Message.AppResp(1, 9, 7, 1, false, 0, 0)))
                .isEqualTo(StepOutcome.UNKNOWN_PEER);
        assertThat(leader.raft.status().term()).isEqualTo(1);
    }

    @Test
    void proposalWithoutLeaderIsDropped() {
        Driven member = Driven.member(3, 1);
        assertThatThrownBy(() -> member.raft.propose(new byte[1]))
                .isInstanceOf(ProposalDroppedException.class)
                .hasMessage("raft proposal dropped");
    }

    @Test
    void hardStateThatTheLogContradictsIsNamed() {
        MemoryLog log = MemoryLog.recovered(Snapshot.EMPTY, new HardState(1, 0, 5), Driven.entries(1, 1));
        assertThatThrownBy(() -> new RaftNode(Driven.config(), log))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("hard state commits 5, which is not within [0, 1]");
    }

    @Test
    void settingsThatMakeNoSenseAreNamed() {
        assertThatThrownBy(() -> new RaftConfig.Timing(1, 1)).hasMessageContaining("election ticks must be above");
        assertThatThrownBy(() -> RaftConfig.etcd(0, Driven.TIMING, bound -> 0, ConfChangeCodec::decode))
                .hasMessageContaining("must not be 0");
        assertThatThrownBy(() -> new RaftConfig.Switches(
                        false, false, RaftConfig.ReadOnly.LEASE_BASED, false, false, false, false))
                .hasMessageContaining("lease based reads need the quorum check");
        assertThatThrownBy(() -> new RaftConfig.Limits(100, 1, 50, 1, 1))
                .hasMessageContaining("inflight bytes must not be below message bytes");
    }

    @Test
    void readyHandsEachThingOutOnceAndIsAcknowledgedInOrder() throws ProposalDroppedException {
        Driven leader = Driven.leader(1, 1);
        leader.raft.propose(new byte[] {'a'});
        Ready first = leader.raft.ready();
        leader.raft.propose(new byte[] {'b'});
        Ready second = leader.raft.ready();
        assertThat(first.entries()).extracting(Entry::index).containsExactly(2L);
        assertThat(second.entries()).extracting(Entry::index).containsExactly(3L);
        assertThat(leader.raft.hasReady()).isFalse();

        leader.log.append(first.entries());
        leader.raft.onAppended(first.ack());
        assertThat(leader.raft.status().commit()).isEqualTo(2);
        leader.log.append(second.entries());
        leader.raft.onAppended(second.ack());
        assertThat(leader.raft.ready().committedEntries())
                .extracting(Entry::index)
                .containsExactly(2L, 3L);
    }

    @Test
    void readyWithoutAnythingToPersistAcknowledgesNothing() throws ProposalDroppedException {
        Driven leader = Driven.leader(3, 1);
        leader.raft.propose(new byte[] {'a'});
        Ready writing = leader.raft.ready();
        leader.raft.tick();
        Ready heartbeats = leader.raft.ready();
        assertThat(heartbeats.hasStorageWork()).isFalse();
        assertThat(heartbeats.ack()).isEqualTo(Ready.Ack.NOTHING);
        leader.raft.onAppended(heartbeats.ack());
        leader.log.append(writing.entries());
        leader.raft.onAppended(writing.ack());
        assertThat(leader.raft.status().peers().get(1L).match()).isEqualTo(2);
    }

    /** Else a member could forget the first of two changes that it acknowledged, and be elected by too old a majority. */
    @Test
    void commitIndexThatPassesAConfigurationChangeIsSynced() throws ProposalDroppedException {
        Driven leader = Driven.leader(3, 1);
        leader.acknowledge(2, 1);
        leader.raft.propose(new byte[1]);
        leader.settle();
        leader.raft.step(new Message.AppResp(1, 2, 1, 2, false, 0, 0));
        assertThat(leader.raft.ready().sync()).isEqualTo(Ready.Sync.NOT_NEEDED);

        leader.raft.propose(
                List.of(ConfChangeCodec.entry(new ConfChange(0, ConfChangeType.REMOVE_NODE, 3, Entry.NO_DATA))));
        leader.settle();
        leader.raft.step(new Message.AppResp(1, 2, 1, 3, false, 0, 0));
        Ready committing = leader.raft.ready();
        assertThat(committing.committedEntries()).extracting(Entry::index).contains(3L);
        assertThat(committing.sync()).isEqualTo(Ready.Sync.CONF_CHANGE_COMMITTED);
        assertThat(committing.mustSync()).isTrue();
    }

    /** The ABA problem: 1/1 is written, then 2/1 over it, then 1/1 again; the first write says nothing about the third. */
    @Test
    void acknowledgementOfAnOlderTermDoesNotMakeTheSameEntryStableAgain() {
        Driven member = Driven.member(3, 1);
        member.raft.step(new Message.App(1, 2, 1, 0, 0, Driven.entries(1, 1), 0));
        Ready first = member.raft.ready();
        member.raft.step(new Message.App(1, 3, 2, 0, 0, Driven.entries(1, 2), 0));
        Ready second = member.raft.ready();
        member.raft.step(new Message.App(1, 2, 3, 0, 0, Driven.entries(1, 1), 0));
        Ready third = member.raft.ready();

        member.log.append(first.entries());
        member.raft.onAppended(first.ack());
        member.log.append(second.entries());
        member.raft.onAppended(second.ack());
        assertThat(member.log.term(1)).as("what storage holds for the moment").isEqualTo(2);
        member.raft.step(new Message.App(1, 2, 3, 1, 1, List.of(), 0));
        assertThat(member.raft.ready().messagesToSendAfterPersist())
                .as("the core knows what it will hold")
                .containsExactly(new Message.AppResp(2, 1, 3, 1, false, 0, 0));
        member.log.append(third.entries());
        member.raft.onAppended(third.ack());
        assertThat(member.log.term(1)).isEqualTo(1);
    }

    @Test
    void changeThatTheApplicationRefusedChangesNothing() {
        Driven leader = Driven.leader(3, 1);
        ConfChangeV2 refused = new ConfChange(7, ConfChangeType.ADD_NODE, 0, Entry.NO_DATA).toV2();
        assertThat(leader.raft.applyConfChange(refused))
                .isEqualTo(leader.raft.status().confState());
        assertThat(leader.raft.status().confState().voters()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void statusOfALeaderNamesEveryPeer() {
        Driven leader = Driven.leader(3, 1);
        leader.acknowledge(3, 1);
        assertThat(leader.raft.status().peers().keySet()).containsExactly(1L, 2L, 3L);
        assertThat(leader.raft.status().peers().get(3L).match()).isEqualTo(1);
        assertThat(leader.raft.status().peers().get(2L).match()).isZero();
        assertThat(Driven.member(3, 1).raft.status().peers()).isEmpty();
    }
}
