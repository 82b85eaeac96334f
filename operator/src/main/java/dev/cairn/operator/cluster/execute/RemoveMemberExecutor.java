// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.execute;

import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedMember;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.crash.CrashSwitch;
import dev.cairn.operator.etcd.EtcdAdmin;
import dev.cairn.operator.etcd.EtcdFailure;
import dev.cairn.operator.etcd.MemberIds;
import java.util.Comparator;
import java.util.Optional;

/**
 * Removes a member for good. Leadership moves away first: a leader that is removed leaves the others to notice by an
 * election timeout. The member is asked itself whether it leads, for leadership may have come to it since it was seen.
 */
final class RemoveMemberExecutor implements StepExecutor<Step.RemoveMember> {
    private final MemberAccess members;
    private final CrashSwitch crash;

    RemoveMemberExecutor(MemberAccess members, CrashSwitch crash) {
        this.members = members;
        this.crash = crash;
    }

    @Override
    public Outcome execute(ObservedCluster seen, Step.RemoveMember step) {
        Optional<String> moved = moveLeadership(seen, step);
        if (moved.isPresent()) {
            return new Outcome.NotYet(moved.get());
        }
        members.voter(seen, step.memberName()).remove(step.memberId());
        crash.at(CrashPoint.AFTER_MEMBER_REMOVE);
        return new Outcome.Done(step.memberName() + " (ID " + MemberIds.hex(step.memberId()) + ") was removed");
    }

    private Optional<String> moveLeadership(ObservedCluster seen, Step.RemoveMember step) {
        boolean answers = MemberAccess.answering(seen).stream().anyMatch(each -> each.id() == step.memberId());
        if (!answers) {
            return Optional.empty();
        }
        EtcdAdmin victim = members.at(seen, step.memberName());
        try {
            if (!victim.status().leads()) {
                return Optional.empty();
            }
        } catch (EtcdFailure e) {
            return Optional.empty();
        }
        Optional<ObservedMember> heir = MemberAccess.answering(seen).stream()
                .filter(each -> each.id() != step.memberId())
                .max(Comparator.comparing((ObservedMember each) ->
                                each.answer().orElseThrow().appliedIndex())
                        .thenComparing(ObservedMember::name));
        if (heir.isEmpty()) {
            return Optional.empty();
        }
        victim.moveLeader(heir.get().id());
        return Optional.of("leadership moves from " + step.memberName() + " to "
                + heir.get().name() + " before " + step.memberName() + " leaves");
    }
}
