// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.core;

import static dev.cairn.node.raft.core.Driven.ELECTION_TICKS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.codec.ConfChangeCodec;
import dev.cairn.node.raft.Message;
import dev.cairn.node.raft.RaftConfig;
import dev.cairn.node.raft.RoleName;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules of "In Search of an Understandable Consensus Algorithm (Extended Version)" about terms and elections. */
class RaftPaperElectionTest {
    /** §5.1: "If one server's current term is smaller than the other's, then it updates its current term". */
    @Test
    void everyRoleTakesOverALargerTermAndFollows() {
        for (Driven member : List.of(Driven.member(3, 1), candidate(1), Driven.leader(3, 1))) {
            member.step(new Message.App(1, 2, 2, 0, 0, List.of(), 0));
            assertThat(member.raft.status().term()).isEqualTo(2);
            assertThat(member.role()).isEqualTo(RoleName.FOLLOWER);
            assertThat(member.raft.status().leader()).isEqualTo(2);
        }
    }

    /** §5.1: "If a server receives a request with a stale term number, it rejects the request." */
    @Test
    void requestOfAStaleTermHasNoEffect() {
        Driven member = Driven.member(3, 2, 1);
        member.step(new Message.App(1, 2, 1, 1, 1, Driven.entries(2, 1), 1));
        assertThat(member.terms()).containsExactly(1L);
        assertThat(member.raft.status().commit()).isZero();
        assertThat(member.raft.status().leader()).isZero();
    }

    /** §5.2: "When servers start up, they begin as followers." */
    @Test
    void memberStartsAsFollower() {
        assertThat(Driven.member(3, 0).role()).isEqualTo(RoleName.FOLLOWER);
        assertThat(Driven.member(3, 7, 1, 2).role()).isEqualTo(RoleName.FOLLOWER);
    }

    /** §5.2: "Leaders send periodic heartbeats [...] to all followers in order to maintain their authority." */
    @Test
    void leaderSendsHeartbeatsToAll() {
        Driven leader = Driven.leader(3, 1);
        leader.takeSent();
        leader.tick(1);
        assertThat(leader.takeSent(Message.Heartbeat.class))
                .extracting(Message::to)
                .containsExactly(2L, 3L);
    }

    /**
     * §5.2: "If a follower receives no communication over a period of time called the election timeout [...] it begins an
     * election", it "increments its current term and transitions to candidate state. It then votes for itself and issues
     * RequestVote RPCs in parallel to each of the other servers".
     */
    @Test
    void followerBeginsAnElectionWhenItHearsNothing() {
        Driven member = Driven.member(3, 1);
        member.tick(ELECTION_TICKS - 1);
        assertThat(member.role()).isEqualTo(RoleName.FOLLOWER);
        member.tick(1);
        assertThat(member.role()).isEqualTo(RoleName.CANDIDATE);
        assertThat(member.raft.status().hardState().term()).isEqualTo(2);
        assertThat(member.raft.status().hardState().vote()).isEqualTo(1);
        assertThat(member.takeSent())
                .containsExactly(new Message.Vote(2, 1, 2, 0, 0, false), new Message.Vote(3, 1, 2, 0, 0, false));
    }

    /** §5.2: a heartbeat restarts the election timeout. */
    @Test
    void followerThatHearsFromItsLeaderDoesNotCampaign() {
        Driven member = Driven.member(3, 1);
        for (int i = 0; i < 5; i++) {
            member.tick(ELECTION_TICKS - 1);
            member.step(new Message.Heartbeat(1, 2, 1, 0, new byte[0]));
        }
        assertThat(member.role()).isEqualTo(RoleName.FOLLOWER);
    }

    /** §5.2: "A candidate wins an election if it receives votes from a majority of the servers in the full cluster". */
    @ParameterizedTest
    @CsvSource({
        "1, 0, 0, LEADER",
        "3, 1, 0, LEADER",
        "3, 0, 0, CANDIDATE",
        "3, 0, 1, CANDIDATE",
        "3, 0, 2, FOLLOWER",
        "5, 2, 0, LEADER",
        "5, 2, 2, LEADER",
        "5, 1, 1, CANDIDATE",
        "5, 1, 3, FOLLOWER",
    })
    void candidateWinsByAMajority(int voters, int granted, int refused, RoleName expected) {
        Driven member = Driven.member(voters, 0);
        member.raft.campaign();
        member.settle();
        long from = 2;
        for (int i = 0; i < granted; i++) {
            member.step(new Message.VoteResp(1, from++, 1, false));
        }
        for (int i = 0; i < refused; i++) {
            member.step(new Message.VoteResp(1, from++, 1, true));
        }
        assertThat(member.role()).isEqualTo(expected);
    }

    /** §5.2: "Each server will vote for at most one candidate in a given term, on a first-come-first-served basis". */
    @Test
    void followerVotesOncePerTerm() {
        Driven member = Driven.member(3, 0);
        member.step(new Message.Vote(1, 2, 1, 0, 0, false));
        member.step(new Message.Vote(1, 3, 1, 0, 0, false));
        member.step(new Message.Vote(1, 2, 1, 0, 0, false));
        assertThat(member.takeSent(Message.VoteResp.class))
                .containsExactly(
                        new Message.VoteResp(2, 1, 1, false),
                        new Message.VoteResp(3, 1, 1, true),
                        new Message.VoteResp(2, 1, 1, false));
        member.step(new Message.Vote(1, 3, 2, 0, 0, false));
        assertThat(member.takeSent(Message.VoteResp.class)).containsExactly(new Message.VoteResp(3, 1, 2, false));
    }

    /** §5.2: a candidate that hears from a leader of its term or a later one "recognizes the leader as legitimate". */
    @Test
    void candidateFallsBackWhenALeaderSpeaks() {
        for (long term = 1; term <= 2; term++) {
            Driven member = candidate(0);
            member.step(new Message.App(1, 3, term, 0, 0, List.of(), 0));
            assertThat(member.role()).isEqualTo(RoleName.FOLLOWER);
            assertThat(member.raft.status().term()).isEqualTo(term);
            assertThat(member.raft.status().leader()).isEqualTo(3);
        }
    }

    /** §5.2: after a split vote "each candidate will time out and start a new election by incrementing its term". */
    @Test
    void candidateTriesAgainInTheNextTerm() {
        Driven member = candidate(0);
        member.takeSent();
        member.tick(ELECTION_TICKS);
        assertThat(member.role()).isEqualTo(RoleName.CANDIDATE);
        assertThat(member.takeSent(Message.Vote.class))
                .extracting(Message::term)
                .containsOnly(2L);
    }

    /** §5.2: "election timeouts are chosen randomly from a fixed interval", anew for each election. */
    @Test
    void electionTimeoutsAreSpreadOverOneToTwoTimeouts() {
        Set<Integer> seen = new TreeSet<>();
        for (int jitter = 0; jitter < ELECTION_TICKS; jitter++) {
            int drawn = jitter;
            RaftConfig config = RaftConfig.etcd(1, Driven.TIMING, bound -> drawn, ConfChangeCodec::decode)
                    .withSwitches(Driven.PLAIN);
            Driven member = Driven.member(config, 3, 1);
            int ticks = 0;
            while (member.role() == RoleName.FOLLOWER) {
                member.tick(1);
                ticks++;
            }
            seen.add(ticks);
        }
        assertThat(seen)
                .hasSize(ELECTION_TICKS)
                .allMatch(ticks -> ticks >= ELECTION_TICKS && ticks < 2 * ELECTION_TICKS);
    }

    /** §5.4.1: the RequestVote RPC "includes information about the candidate's log". */
    @Test
    void voteRequestNamesTheLastEntry() {
        Driven member = Driven.member(3, 2, 1, 2, 2);
        member.raft.campaign();
        member.settle();
        assertThat(member.takeSent(Message.Vote.class)).allSatisfy(vote -> {
            assertThat(vote.logTerm()).isEqualTo(2);
            assertThat(vote.index()).isEqualTo(3);
        });
    }

    /** §5.4.1: "the voter denies its vote if its own log is more up-to-date than that of the candidate". */
    @ParameterizedTest
    @CsvSource({"1, 1, true", "1, 9, true", "2, 1, true", "2, 2, false", "2, 3, false", "3, 1, false"})
    void voterDeniesACandidateWithAnOlderLog(long lastTerm, long lastIndex, boolean denied) {
        Driven member = Driven.member(3, 2, 1, 2);
        member.step(new Message.Vote(1, 2, 3, lastTerm, lastIndex, false));
        assertThat(member.takeSent(Message.VoteResp.class)).containsExactly(new Message.VoteResp(2, 1, 3, denied));
    }

    private static Driven candidate(long term) {
        Driven member = Driven.member(3, term);
        member.raft.campaign();
        member.settle();
        return member;
    }
}
