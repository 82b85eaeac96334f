// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.EtcdException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReconfigChecksTest {
    private static final LongPredicate ALL = id -> true;
    private static final LongPredicate NONE = id -> false;

    @Test
    void additionNeedsAQuorumOfTheNewClusterStarted() {
        accepted(() -> ReconfigChecks.checkAdd(cluster("s"), false, ALL));
        accepted(() -> ReconfigChecks.checkAdd(cluster("ss"), false, ALL));
        refused(EtcdError.MEMBER_NOT_ENOUGH_STARTED, () -> ReconfigChecks.checkAdd(cluster("su"), false, ALL));
        accepted(() -> ReconfigChecks.checkAdd(cluster("sssu"), false, ALL));
        refused(EtcdError.MEMBER_NOT_ENOUGH_STARTED, () -> ReconfigChecks.checkAdd(cluster("ssuu"), false, ALL));
        refused(EtcdError.MEMBER_NOT_ENOUGH_STARTED, () -> ReconfigChecks.checkAdd(cluster("u"), false, ALL));
    }

    /** What etcd 3.7.1 answers to an addition where the last members of so many are down; the same for voter and learner. */
    @ParameterizedTest
    @CsvSource({
        "1, 0, true",
        "2, 0, true",
        "2, 1, false",
        "3, 0, true",
        "3, 1, false",
        "4, 1, true",
        "4, 2, false",
        "5, 1, true",
        "5, 2, false",
        "6, 2, true",
        "6, 3, false",
        "7, 2, true",
        "7, 3, false",
    })
    void additionNeedsAQuorumOfTheNewClusterConnected(int voters, int down, boolean allowed) {
        LongPredicate up = id -> id <= voters - down;
        MembersView view = cluster("s".repeat(voters));
        for (boolean learner : new boolean[] {false, true}) {
            if (allowed) {
                accepted(() -> ReconfigChecks.checkAdd(view, learner, up));
            } else {
                refused(EtcdError.UNHEALTHY, () -> ReconfigChecks.checkAdd(view, learner, up));
            }
        }
    }

    /** As above, for the removal of a member that runs; one that is down may always go. */
    @ParameterizedTest
    @CsvSource({
        "2, 0, true",
        "3, 0, true",
        "3, 1, false",
        "4, 0, true",
        "4, 1, true",
        "5, 1, true",
        "5, 2, false",
        "7, 3, false",
    })
    void removalOfARunningMemberNeedsAQuorumOfTheRestConnected(int voters, int down, boolean allowed) {
        LongPredicate up = id -> id <= voters - down;
        MembersView view = cluster("s".repeat(voters));
        ThrowingCallable removal = () -> ReconfigChecks.checkRemove(view, 2, up, up.negate());
        if (allowed) {
            accepted(removal);
        } else {
            refused(EtcdError.UNHEALTHY, removal);
        }
        if (down > 0) {
            accepted(() -> ReconfigChecks.checkRemove(view, voters, up, up.negate()));
        }
    }

    @Test
    void aLearnerThatIsDownCountsNowhere() {
        accepted(() -> ReconfigChecks.checkAdd(cluster("sssl"), false, id -> id != 4));
        accepted(() -> ReconfigChecks.checkRemove(cluster("sssl"), 4, NONE, ALL));
    }

    @Test
    void aLearnerNeedsNoStartedMembers() {
        accepted(() -> ReconfigChecks.checkAdd(cluster("suu"), true, ALL));
        refused(EtcdError.UNHEALTHY, () -> ReconfigChecks.checkAdd(cluster("suu"), true, id -> id == 1));
    }

    @Test
    void removalMustLeaveAQuorumOfStartedMembers() {
        accepted(() -> ReconfigChecks.checkRemove(cluster("ssu"), 3, ALL, NONE));
        refused(EtcdError.MEMBER_NOT_ENOUGH_STARTED, () -> ReconfigChecks.checkRemove(cluster("ssu"), 1, ALL, NONE));
        refused(EtcdError.MEMBER_NOT_ENOUGH_STARTED, () -> ReconfigChecks.checkRemove(cluster("s"), 1, ALL, NONE));
        accepted(() -> ReconfigChecks.checkRemove(cluster("sul"), 3, ALL, NONE));
    }

    @Test
    void removalMustNotTakeAConnectedMemberFromABareQuorum() {
        LongPredicate twoOfThree = id -> id < 3;
        refused(EtcdError.UNHEALTHY, () -> ReconfigChecks.checkRemove(cluster("sss"), 2, twoOfThree, id -> id == 3));
        accepted(() -> ReconfigChecks.checkRemove(cluster("sss"), 3, twoOfThree, id -> id == 3));
        accepted(() -> ReconfigChecks.checkRemove(cluster("sss"), 2, ALL, NONE));
    }

    @Test
    void promotionCountsTheLearnerAsStarted() {
        accepted(() -> ReconfigChecks.checkPromote(cluster("sl")));
        accepted(() -> ReconfigChecks.checkPromote(cluster("ssul")));
        refused(EtcdError.MEMBER_NOT_ENOUGH_STARTED, () -> ReconfigChecks.checkPromote(cluster("suul")));
    }

    @Test
    void learnerIsInSyncFromNineTenthsOn() {
        accepted(() -> ReconfigChecks.checkInSync(100, 90));
        refused(EtcdError.LEARNER_NOT_READY, () -> ReconfigChecks.checkInSync(100, 89));
        accepted(() -> ReconfigChecks.checkInSync(0, 0));
    }

    /** One letter for each member, ids from 1: s started voter, u unstarted voter, l learner. */
    private static MembersView cluster(String letters) {
        List<ClusterMember> members = new ArrayList<>();
        for (int i = 0; i < letters.length(); i++) {
            String name = letters.charAt(i) == 'u' ? "" : "m" + i;
            members.add(new ClusterMember(i + 1, List.of("http://m:" + i), letters.charAt(i) == 'l', name, List.of()));
        }
        return new MembersView(members, List.of(), null, DowngradeInfo.NONE);
    }

    private static void accepted(ThrowingCallable check) {
        assertThatCode(check).doesNotThrowAnyException();
    }

    private static void refused(EtcdError error, ThrowingCallable check) {
        assertThatThrownBy(check)
                .isInstanceOfSatisfying(
                        EtcdException.class, e -> assertThat(e.error()).isEqualTo(error));
    }
}
