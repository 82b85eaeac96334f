// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Counting, against its definition and its symmetries, on thousands of small random cases. */
class QuorumTest {
    private static final int CASES = 5_000;

    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void committedIsTheHighestIndexThatAMajorityHas() {
        for (int i = 0; i < CASES; i++) {
            Majority voters = Majority.of(drawIds(1));
            Map<Long, Long> acknowledged = drawIndexes();
            long committed = voters.committed(id -> acknowledged.getOrDefault(id, 0L));
            assertThat(countAtLeast(voters, acknowledged, committed)).isGreaterThan(voters.size() / 2);
            assertThat(countAtLeast(voters, acknowledged, committed + 1)).isLessThanOrEqualTo(voters.size() / 2);
        }
    }

    private static long countAtLeast(Majority voters, Map<Long, Long> acknowledged, long index) {
        return voters.ids().stream()
                .filter(id -> acknowledged.getOrDefault(id, 0L) >= index)
                .count();
    }

    @Test
    void jointCommitsWhatBothHalvesHaveAndDoesNotCareForTheirOrder() {
        for (int i = 0; i < CASES; i++) {
            Majority one = Majority.of(drawIds(0));
            Majority other = Majority.of(drawIds(0));
            Map<Long, Long> acknowledged = drawIndexes();
            long committed = new Joint(one, other).committed(id -> acknowledged.getOrDefault(id, 0L));
            assertThat(committed)
                    .isEqualTo(new Joint(other, one).committed(id -> acknowledged.getOrDefault(id, 0L)))
                    .isEqualTo(Math.min(
                            one.committed(id -> acknowledged.getOrDefault(id, 0L)),
                            other.committed(id -> acknowledged.getOrDefault(id, 0L))));
        }
    }

    @Test
    void jointWithItselfOrWithNobodyIsTheMajorityItself() {
        for (int i = 0; i < CASES; i++) {
            Majority voters = Majority.of(drawIds(0));
            Map<Long, Long> acknowledged = drawIndexes();
            long alone = voters.committed(id -> acknowledged.getOrDefault(id, 0L));
            assertThat(new Joint(voters, voters).committed(id -> acknowledged.getOrDefault(id, 0L)))
                    .isEqualTo(alone);
            assertThat(Joint.of(voters).committed(id -> acknowledged.getOrDefault(id, 0L)))
                    .isEqualTo(alone);
        }
    }

    @Test
    void voteIsDecidedExactlyWhenTheMissingVotesCannotChangeIt() {
        for (int i = 0; i < CASES; i++) {
            Joint voters = new Joint(Majority.of(drawIds(1)), Majority.of(drawIds(0)));
            Map<Long, VoterAnswer> votes = drawVotes();
            boolean wonIfAllSayYes = fill(voters, votes, VoterAnswer.YES) == VoteResult.WON;
            boolean wonIfAllSayNo = fill(voters, votes, VoterAnswer.NO) == VoteResult.WON;
            VoteResult expected =
                    wonIfAllSayNo ? VoteResult.WON : wonIfAllSayYes ? VoteResult.PENDING : VoteResult.LOST;
            VoteResult decided = voters.decide(id -> votes.getOrDefault(id, VoterAnswer.MISSING));
            assertThat(decided).as(voters + " " + votes).isEqualTo(expected);
        }
    }

    private static VoteResult fill(Joint voters, Map<Long, VoterAnswer> votes, VoterAnswer missing) {
        return voters.decide(id -> votes.getOrDefault(id, missing));
    }

    @Test
    void emptyQuorumAgreesToEverything() {
        assertThat(Majority.NONE.committed(id -> 0)).isEqualTo(Majority.ALL);
        assertThat(Majority.NONE.decide(id -> VoterAnswer.NO)).isEqualTo(VoteResult.WON);
    }

    @Test
    void onlyTheFirstVoteOfAMemberCounts() {
        Ballot ballot = new Ballot();
        ballot.record(1, true);
        ballot.record(2, false);
        ballot.record(2, true);
        assertThat(ballot.result(Joint.of(Majority.of(List.of(1L, 2L))))).isEqualTo(VoteResult.LOST);
    }

    @Test
    void idsAreUnsignedAndAscending() {
        Majority voters = Majority.of(List.of(-1L, 3L, 1L, 3L));
        assertThat(voters.ids()).containsExactly(1L, 3L, -1L);
        assertThat(voters).hasToString("(1 3 18446744073709551615)");
        assertThat(new Joint(voters, Majority.of(List.of(2L))).ids()).containsExactly(1L, 2L, 3L, -1L);
    }

    private List<Long> drawIds(int atLeast) {
        List<Long> ids = new ArrayList<>();
        int count = random.nextInt(atLeast, 6);
        for (int i = 0; i < count; i++) {
            ids.add(random.nextLong(1, 8));
        }
        return ids;
    }

    private Map<Long, Long> drawIndexes() {
        Map<Long, Long> indexes = new HashMap<>();
        for (long id = 1; id < 8; id++) {
            if (random.nextInt(4) > 0) {
                indexes.put(id, random.nextLong(10));
            }
        }
        return indexes;
    }

    private Map<Long, VoterAnswer> drawVotes() {
        Map<Long, VoterAnswer> votes = new HashMap<>();
        for (long id = 1; id < 8; id++) {
            switch (random.nextInt(3)) {
                case 0 -> votes.put(id, VoterAnswer.YES);
                case 1 -> votes.put(id, VoterAnswer.NO);
                default -> votes.remove(id);
            }
        }
        return votes;
    }
}
