// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.corruption;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.mvcc.hash.KvHash;
import dev.cairn.node.server.corruption.HashRules.Verdict;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.HashKVResponse;
import dev.cairn.node.wire.etcdserverpb.ResponseHeader;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Member 1 leads and compares itself with members 2 to 5; hashes are 7 where all is well. */
class HashRulesTest {
    private static final long LEADER = 1;
    private static final KvHash OWN = own(7, 100, 50);

    private static KvHash own(int hash, long revision, long compactRevision) {
        return new KvHash(hash, revision, compactRevision, revision, true);
    }

    private static PeerHash peer(long id, int hash, long compactRevision, long currentRevision) {
        return PeerHash.of(
                id,
                HashKVResponse.newBuilder()
                        .setHash(hash)
                        .setCompactRevision(compactRevision)
                        .setHeader(ResponseHeader.newBuilder().setRevision(currentRevision))
                        .build());
    }

    private static PeerHash like(long id) {
        return peer(id, 7, 50, 100);
    }

    private static PeerHash unlike(long id) {
        return peer(id, 8, 50, 100);
    }

    private static PeerHash silent(long id) {
        return PeerHash.none(id, null);
    }

    private static OptionalLong periodic(PeerHash... peers) {
        return HashRules.corrupt(LEADER, OWN, OWN, List.of(peers));
    }

    private static Verdict compaction(PeerHash... peers) {
        return HashRules.ofCompaction(LEADER, OWN, List.of(peers));
    }

    @Test
    void whoeverDiffersAtTheSameCompactRevisionIsCorrupt() {
        assertThat(periodic(like(2), like(3))).isEmpty();
        assertThat(periodic(like(2), unlike(3))).hasValue(3);
        assertThat(periodic(unlike(2), unlike(3))).as("one at a time").hasValue(2);
        assertThat(periodic(silent(2), like(3))).isEmpty();
        assertThat(periodic()).isEmpty();
    }

    @Test
    void hashesOfDifferentCompactRevisionsSayNothing() {
        assertThat(periodic(peer(2, 8, 40, 100))).isEmpty();
        assertThat(periodic(peer(2, 8, -1, 100))).isEmpty();
    }

    @Test
    void aFollowerIsNeverAheadOfAConfirmedLeader() {
        assertThat(periodic(peer(2, 7, 50, 101))).hasValue(2);
        assertThat(periodic(peer(2, 7, 51, 100))).hasValue(2);
        KvHash later = own(9, 110, 60);
        assertThat(HashRules.corrupt(LEADER, OWN, later, List.of(peer(2, 7, 50, 105), peer(3, 9, 60, 110))))
                .as("what the leader has by the time a quorum has confirmed it counts")
                .isEmpty();
        assertThat(HashRules.corrupt(LEADER, OWN, later, List.of(unlike(2))))
                .as("its older hash is the one to compare with")
                .hasValue(2);
    }

    @Test
    void aLeaderThatAnswersTwiceDifferentlyAtOneRevisionIsCorrupt() {
        assertThat(HashRules.corrupt(LEADER, OWN, own(8, 100, 50), List.of(like(2))))
                .hasValue(LEADER);
        assertThat(HashRules.corrupt(LEADER, OWN, own(8, 101, 50), List.of(like(2))))
                .isEmpty();
        assertThat(HashRules.corrupt(LEADER, OWN, own(8, 100, 51), List.of(like(2))))
                .isEmpty();
    }

    @Test
    void whereNoKeyIsLeftHashesDependOnWhatACompactionHasDeletedSoFar() {
        KvHash empty = new KvHash(7, 100, 50, 100, false);
        assertThat(HashRules.corrupt(LEADER, empty, empty, List.of(unlike(2)))).isEmpty();
        assertThat(HashRules.agree(LEADER, empty, List.of(unlike(2)))).isTrue();
        assertThat(HashRules.ofCompaction(LEADER, empty, List.of(unlike(2)))).isEqualTo(new Verdict.Incomplete());
    }

    @Test
    void aMemberThatComesBackMustNotDifferFromAnybodyAtTheSameCompactRevision() {
        assertThat(HashRules.agree(LEADER, OWN, List.of(like(2), like(3)))).isTrue();
        assertThat(HashRules.agree(LEADER, OWN, List.of(like(2), unlike(3)))).isFalse();
        assertThat(HashRules.agree(LEADER, OWN, List.of(peer(2, 8, 60, 200)))).isTrue();
        assertThat(HashRules.agree(LEADER, OWN, List.of())).isTrue();
        assertThat(HashRules.agree(
                        LEADER,
                        OWN,
                        List.of(
                                silent(2),
                                PeerHash.none(3, EtcdError.FUTURE_REV),
                                PeerHash.none(4, EtcdError.COMPACTED),
                                PeerHash.none(5, EtcdError.CLUSTER_ID_MISMATCH))))
                .isTrue();
    }

    @Test
    void aCompactionIsCheckedWhenAllMembersHaveItsHash() {
        assertThat(compaction(like(2), like(3))).isEqualTo(new Verdict.Checked());
        assertThat(compaction(like(2), silent(3))).isEqualTo(new Verdict.Incomplete());
        assertThat(compaction(like(2), peer(3, 8, 100, 100))).isEqualTo(new Verdict.Incomplete());
    }

    @Test
    void theMinorityIsCorrupt() {
        assertThat(compaction(like(2), unlike(3))).isEqualTo(new Verdict.Corrupt(List.of(3L)));
        assertThat(compaction(unlike(2), unlike(3)))
                .as("the leader too")
                .isEqualTo(new Verdict.Corrupt(List.of(LEADER)));
        assertThat(compaction(like(2), like(3), unlike(4), peer(5, 9, 50, 100)))
                .isEqualTo(new Verdict.Corrupt(List.of(4L, 5L)));
    }

    @Test
    void withoutAMajorityNobodyKnowsWhoIsCorrupt() {
        assertThat(compaction(unlike(2))).isEqualTo(new Verdict.Corrupt(List.of(HashRules.WHOLE_CLUSTER)));
        assertThat(compaction(unlike(2), peer(3, 9, 50, 100)))
                .isEqualTo(new Verdict.Corrupt(List.of(HashRules.WHOLE_CLUSTER)));
        assertThat(compaction(like(2), unlike(3), silent(4), silent(5)))
                .as("two of five are no majority")
                .isEqualTo(new Verdict.Corrupt(List.of(HashRules.WHOLE_CLUSTER)));
    }
}
