// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.restore.status;

import dev.cairn.crds.restore.EtcdRestoreStatus;
import dev.cairn.crds.restore.RestorePhase;
import dev.cairn.operator.conditions.ConditionSet;
import dev.cairn.operator.restore.observe.ObservedRestore;
import dev.cairn.operator.restore.plan.RestoreStep;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** Makes a restore's status from what was seen and planned. Pure. */
public final class RestoreStatusAssembler {
    private RestoreStatusAssembler() {}

    /** @param base the status as it was written last */
    public static EtcdRestoreStatus assemble(ObservedRestore seen, RestoreStep step, EtcdRestoreStatus base) {
        RestorePhase phase = base.phase() == null ? RestorePhase.PENDING : base.phase();
        boolean over =
                step instanceof RestoreStep.Hold && (phase == RestorePhase.COMPLETED || phase == RestorePhase.FAILED);
        if (over) {
            return base;
        }
        return new EtcdRestoreStatus(
                seen.generation(),
                conditions(seen, step, phase),
                phase,
                base.source(),
                base.verifyJob(),
                base.clusterUid() == null && phase == RestorePhase.RESTORING
                        ? seen.target().map(ObservedRestore.TargetView::uid).orElse(null)
                        : base.clusterUid(),
                base.inPlace());
    }

    private static List<Condition> conditions(ObservedRestore seen, RestoreStep step, RestorePhase phase) {
        boolean done = step instanceof RestoreStep.Complete;
        var conditions = new ConditionSet(seen.status().conditions(), seen.generation(), seen.now())
                .say("Ready", done, step.reason(), step.message())
                .say(
                        "Progressing",
                        phase == RestorePhase.VERIFYING || phase == RestorePhase.RESTORING,
                        step.reason(),
                        step.message());
        if (seen.spec().inPlace()) {
            inPlace(conditions, seen, step);
            return conditions.asList();
        }
        boolean jumped = seen.spec().bumpRevision() != null && seen.spec().bumpRevision() > 0;
        if (done && jumped) {
            conditions.say(
                    "ConsumersMustRestart",
                    true,
                    "RevisionsJumped",
                    "revisions continue " + seen.spec().bumpRevision() + " above the snapshot's, and older ones are"
                            + " compacted: clients that kept state from another cluster, such as a kube-apiserver and"
                            + " its controllers, must be restarted");
        }
        return conditions.asList();
    }

    private static void inPlace(ConditionSet conditions, ObservedRestore seen, RestoreStep step) {
        if (seen.spec().source().survivor() != null) {
            conditions.say(
                    "SpecNotApplied",
                    true,
                    "SurvivorKeepsItsRevisions",
                    "spec.bumpRevision, spec.markCompacted: a survivor's revisions stay what they are");
        } else {
            conditions.say("SpecNotApplied", false, "Applied", "every field is applied");
        }
        if (step instanceof RestoreStep.Complete complete) {
            conditions.say(
                    "ConsumersMustRestart",
                    true,
                    seen.spec().source().survivor() == null ? "RevisionsJumped" : "RevisionsMayGoBack",
                    complete.message()
                            + ": clients that keep what they have read, such as a kube-apiserver and its controllers, must"
                            + " be restarted");
        }
    }
}
