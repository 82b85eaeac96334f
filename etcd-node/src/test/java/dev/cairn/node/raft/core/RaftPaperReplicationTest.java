// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.Message;
import dev.cairn.node.raft.ProposalDroppedException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules of "In Search of an Understandable Consensus Algorithm (Extended Version)" about the log. */
class RaftPaperReplicationTest {
    private static final byte[] DATA = {'x'};

    /** §5.3: "The leader appends the command to its log as a new entry, then issues AppendEntries RPCs in parallel". */
    @Test
    void leaderAppendsAndSendsToAll() throws ProposalDroppedException {
        Driven leader = Driven.leader(3, 1);
        leader.acknowledge(2, 1);
        leader.acknowledge(3, 1);
        leader.takeSent();
        leader.raft.propose(DATA);
        leader.settle();
        assertThat(leader.log.lastIndex()).isEqualTo(2);
        assertThat(leader.takeSent(Message.App.class)).hasSize(2).allSatisfy(append -> {
            assertThat(append.index()).isEqualTo(1);
            assertThat(append.logTerm()).isEqualTo(1);
            assertThat(append.entries()).extracting(Entry::index).containsExactly(2L);
        });
    }

    /** §5.3: "A log entry is committed once the leader [...] has replicated it on a majority of the servers". */
    @ParameterizedTest
    @CsvSource({"1, 0, true", "3, 0, false", "3, 1, true", "3, 2, true", "5, 1, false", "5, 2, true", "5, 4, true"})
    void entryIsCommittedByAMajority(int voters, int acknowledgements, boolean committed)
            throws ProposalDroppedException {
        Driven leader = Driven.leader(voters, 1);
        leader.raft.propose(DATA);
        leader.settle();
        for (long from = 2; from < 2 + acknowledgements; from++) {
            leader.acknowledge(from, 2);
        }
        assertThat(leader.raft.status().commit() == 2).isEqualTo(committed);
        assertThat(leader.applied.size() == 2).isEqualTo(committed);
    }

    /** §5.3: this "also commits all preceding entries in the leader's log, including [those] by previous leaders". */
    @Test
    void commitIncludesWhatEarlierLeadersLeft() {
        Driven leader = Driven.leader(3, 3, 1, 2);
        leader.acknowledge(2, 3);
        assertThat(leader.applied).extracting(Entry::term).containsExactly(1L, 2L, 3L);
    }

    /** §5.3: "Once a follower learns that a log entry is committed, it applies the entry to its local state machine". */
    @Test
    void followerAppliesWhatTheLeaderSaysIsCommitted() {
        Driven member = Driven.member(3, 1);
        member.step(new Message.App(1, 2, 1, 0, 0, Driven.entries(1, 1, 1), 1));
        assertThat(member.applied).extracting(Entry::index).containsExactly(1L);
        member.step(new Message.Heartbeat(1, 2, 1, 2, new byte[0]));
        assertThat(member.applied).extracting(Entry::index).containsExactly(1L, 2L);
    }

    /** Figure 2: "set commitIndex = min(leaderCommit, index of last new entry)": what follows may be another's. */
    @Test
    void followerCommitsNoFurtherThanWhatTheAppendConfirms() {
        Driven member = Driven.member(3, 1, 1, 1, 1);
        member.step(new Message.App(1, 2, 2, 1, 1, Driven.entries(2, 1), 3));
        assertThat(member.raft.status().commit()).isEqualTo(2);
    }

    /** §5.3: "If the follower does not find an entry in its log with the same index and term, then it refuses". */
    @ParameterizedTest
    @CsvSource({"0, 0, false", "1, 1, false", "2, 2, false", "1, 2, true", "3, 2, true", "3, 3, true"})
    void followerRefusesAnAppendThatDoesNotFit(long logTerm, long index, boolean refused) {
        Driven member = Driven.member(3, 2, 1, 2);
        member.step(new Message.App(1, 2, 3, logTerm, index, List.of(), 0));
        assertThat(member.takeSent(Message.AppResp.class)).singleElement().satisfies(answer -> {
            assertThat(answer.reject()).isEqualTo(refused);
            assertThat(answer.index()).isEqualTo(index);
        });
    }

    static Stream<Arguments> appendsAndWhatFollows() {
        return Stream.of(
                Arguments.of(2, 2, Driven.list(3), Driven.list(1, 2, 3)),
                Arguments.of(1, 1, Driven.list(3, 4), Driven.list(1, 3, 4)),
                Arguments.of(0, 0, Driven.list(1), Driven.list(1, 2)),
                Arguments.of(0, 0, Driven.list(3), Driven.list(3)));
    }

    /** §5.3: "If an existing entry conflicts with a new one [...] delete the existing entry and all that follow it". */
    @ParameterizedTest
    @MethodSource("appendsAndWhatFollows")
    void followerReplacesConflictsAndNothingElse(long logTerm, long index, List<Long> added, List<Long> expected) {
        Driven member = Driven.member(3, 2, 1, 2);
        long[] terms = added.stream().mapToLong(Long::longValue).toArray();
        member.step(new Message.App(1, 2, 4, logTerm, index, Driven.entries(index + 1, terms), 0));
        assertThat(member.terms()).isEqualTo(expected);
    }

    static Stream<Arguments> logsOfFigureSeven() {
        return Stream.of(
                Arguments.of("a", Driven.list(1, 1, 1, 4, 4, 5, 5, 6, 6)),
                Arguments.of("b", Driven.list(1, 1, 1, 4)),
                Arguments.of("c", Driven.list(1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6)),
                Arguments.of("d", Driven.list(1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7)),
                Arguments.of("e", Driven.list(1, 1, 1, 4, 4, 4, 4)),
                Arguments.of("f", Driven.list(1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3)));
    }

    /** §5.3, figure 7: "the leader [...] forces the followers' logs to duplicate its own". */
    @ParameterizedTest(name = "{0}")
    @MethodSource("logsOfFigureSeven")
    void leaderBringsEveryLogOfFigureSevenToItsOwn(String name, List<Long> followerTerms) {
        Driven leader = Driven.leader(3, 8, 1, 1, 1, 4, 4, 5, 5, 6, 6, 6);
        Driven follower = Driven.member(
                3, 7, followerTerms.stream().mapToLong(Long::longValue).toArray());
        int rounds = 0;
        List<Message.App> appends = appendsTo2(leader);
        while (!appends.isEmpty()) {
            appends.forEach(follower::step);
            for (Message.AppResp answer : follower.takeSent(Message.AppResp.class)) {
                leader.step(new Message.AppResp(
                        1, 2, answer.term(), answer.index(), answer.reject(), answer.rejectHint(), answer.logTerm()));
            }
            appends = appendsTo2(leader);
            assertThat(++rounds).as("round trips of " + name).isLessThan(10);
        }
        assertThat(follower.terms()).isEqualTo(leader.terms());
        assertThat(follower.raft.status().commit()).isEqualTo(11);
    }

    /** The follower under test is a member 1 of its own; to the leader it is 2. */
    private static List<Message.App> appendsTo2(Driven leader) {
        return leader.takeSent(Message.App.class).stream()
                .filter(append -> append.to() == 2)
                .map(append -> new Message.App(
                        1, 2, append.term(), append.logTerm(), append.index(), append.entries(), append.commit()))
                .toList();
    }

    /** §5.4.2: "only log entries from the leader's current term are committed by counting replicas". */
    @Test
    void leaderDoesNotCommitEntriesOfEarlierTermsByCounting() {
        Driven leader = Driven.leader(3, 3, 1, 2);
        leader.acknowledge(2, 1);
        leader.acknowledge(2, 2);
        leader.acknowledge(3, 2);
        assertThat(leader.raft.status().commit()).isZero();
        leader.acknowledge(2, 3);
        assertThat(leader.raft.status().commit()).isEqualTo(3);
    }

    /** §8: a leader commits "a blank no-op entry into the log at the start of its term". */
    @Test
    void newLeaderAppendsAnEmptyEntry() {
        Driven leader = Driven.leader(3, 2, 1);
        Entry last = leader.log.entries(2, 3, Long.MAX_VALUE).getFirst();
        assertThat(last.term()).isEqualTo(2);
        assertThat(last.data()).isEmpty();
    }
}
