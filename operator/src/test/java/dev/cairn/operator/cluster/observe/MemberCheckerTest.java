// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.operator.etcd.EndpointStatus;
import dev.cairn.operator.etcd.EtcdAdmin;
import dev.cairn.operator.etcd.EtcdFailure;
import dev.cairn.operator.etcd.HashKv;
import dev.cairn.operator.etcd.MemberList;
import dev.cairn.operator.etcd.Promotion;
import dev.cairn.operator.etcd.RaisedAlarm;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a close look at a member comes to. */
class MemberCheckerTest {
    private static final long REVISION = 42;

    @Test
    void equalKeysAreSaidToBeTheSame() {
        assertThat(check(new Canned(REVISION, hash(7, 10)), new Canned(REVISION, hash(7, 10))))
                .isEqualTo(new MemberCheck("a", true, MemberCheck.Data.SAME, ""));
    }

    @Test
    void otherKeysAreToldWithBothHashes() {
        MemberCheck check = check(new Canned(REVISION, hash(7, 10)), new Canned(REVISION, hash(8, 10)));
        assertThat(check.data()).isEqualTo(MemberCheck.Data.DIFFERS);
        assertThat(check.words()).contains("those of b").contains("revision 42").contains("7 and 8");
    }

    @Test
    void hashesFromDifferentCompactionsOnSayNothing() {
        assertThat(check(new Canned(REVISION, hash(7, 10)), new Canned(REVISION, hash(8, 20)))
                        .data())
                .isEqualTo(MemberCheck.Data.UNKNOWN);
    }

    @Test
    void aReadThatIsNotAnsweredIsToldInEtcdsWords() {
        MemberCheck check = check(new Canned(-1, hash(7, 10)), new Canned(REVISION, hash(7, 10)));
        assertThat(check.reads()).isFalse();
        assertThat(check.words()).isEqualTo("no leader");
    }

    @Test
    void anotherMemberThatGivesNoHashIsNoFaultOfTheOne() {
        MemberCheck check = check(new Canned(REVISION, hash(7, 10)), new Canned(REVISION, null));
        assertThat(check.reads()).isTrue();
        assertThat(check.data()).isEqualTo(MemberCheck.Data.UNKNOWN);
    }

    @Test
    void theOnlyMemberIsComparedWithNobody() {
        var members = new TreeMap<>(Map.of("a", member("a", 1)));
        EtcdAdmin alone = new Canned(REVISION, hash(7, 10));
        assertThat(new MemberChecker(any -> alone)
                        .check(new Membership.Known("c1", members, List.of()), members.get("a"))
                        .data())
                .isEqualTo(MemberCheck.Data.ALONE);
    }

    private static MemberCheck check(EtcdAdmin a, EtcdAdmin b) {
        var members = new TreeMap<>(Map.of("a", member("a", 1), "b", member("b", 2)));
        return new MemberChecker(Map.of("a", a, "b", b)::get)
                .check(new Membership.Known("c1", members, List.of()), members.get("a"));
    }

    private static ObservedMember member(String name, long id) {
        return new ObservedMember(
                name,
                id,
                "",
                false,
                true,
                Optional.of(new EndpointStatus(
                        1,
                        id,
                        "3.7.1",
                        2,
                        1,
                        1,
                        REVISION,
                        false,
                        List.of(),
                        EndpointStatus.Size.UNKNOWN,
                        Optional.empty())));
    }

    private static HashKv hash(long hash, long compactRevision) {
        return new HashKv(hash, compactRevision, REVISION);
    }

    /** A member with these answers; a negative revision and an absent hash are failures. */
    private record Canned(long revision, HashKv hash) implements EtcdAdmin {
        @Override
        public long keysAt(long at) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long read() {
            if (revision < 0) {
                throw new EtcdFailure(EtcdFailure.Kind.UNREACHABLE, "no leader", null);
            }
            return revision;
        }

        @Override
        public HashKv hashKv(long at) {
            assertThat(at).isEqualTo(REVISION);
            if (hash == null) {
                throw new EtcdFailure(EtcdFailure.Kind.REFUSED, "required revision is a future revision", null);
            }
            return hash;
        }

        @Override
        public MemberList members() {
            throw new UnsupportedOperationException();
        }

        @Override
        public EndpointStatus status() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long addLearner(String peerUrl) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Promotion promote(long memberId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void remove(long memberId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void moveLeader(long toMemberId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void compact(long revision) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void defragment() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void disarm(RaisedAlarm alarm) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void enableDowngrade(String version) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void cancelDowngrade() {
            throw new UnsupportedOperationException();
        }
    }
}
