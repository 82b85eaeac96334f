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

    @Test
    void additionNeedsAllVotersConnected() {
        refused(EtcdError.UNHEALTHY, () -> ReconfigChecks.checkAdd(cluster("sss"), false, id -> id != 3));
        accepted(() -> ReconfigChecks.checkAdd(cluster("sssl"), false, id -> id != 4));
    }

    @Test
    void learnerIsAlwaysWelcome() {
        accepted(() -> ReconfigChecks.checkAdd(cluster("suu"), true, NONE));
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
