// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.execute;

import dev.cairn.operator.cluster.desired.AppliedSpec;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedVolume;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.crash.CrashSwitch;
import dev.cairn.operator.kube.KubeWriter;
import dev.cairn.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.SortedMap;

/** Notes on the volume what the next pod is to be made from, then deletes exactly the pod that was seen. */
final class RemakePodExecutor {
    private final KubernetesClient client;
    private final KubeWriter kube;
    private final CrashSwitch crash;

    RemakePodExecutor(KubernetesClient client, KubeWriter kube, CrashSwitch crash) {
        this.client = client;
        this.kube = kube;
        this.crash = crash;
    }

    Outcome remake(ObservedCluster seen, Step.RemakePod step) {
        return execute(seen, step.memberName(), step.podUid(), step.askedSpec(), step.message());
    }

    Outcome roll(ObservedCluster seen, Step.RollMember step) {
        return execute(seen, step.memberName(), step.podUid(), step.parts(), step.message());
    }

    private Outcome execute(
            ObservedCluster seen, String member, String podUid, SortedMap<String, String> parts, String message) {
        seen.volume(member).ifPresent(volume -> note(seen, parts, volume));
        crash.at(CrashPoint.AFTER_VOLUME_NOTED);
        kube.delete("api/v1", "pods", seen.key().namespace(), member, podUid);
        crash.at(CrashPoint.AFTER_POD_DELETED);
        return new Outcome.Done(message);
    }

    private void note(ObservedCluster seen, SortedMap<String, String> parts, ObservedVolume volume) {
        client.persistentVolumeClaims()
                .inNamespace(seen.key().namespace())
                .withName(volume.name())
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        new PersistentVolumeClaimBuilder()
                                .withNewMetadata()
                                .withUid(volume.uid())
                                .addToAnnotations(Labels.ASKED_SPEC, AppliedSpec.spelled(parts))
                                .endMetadata()
                                .build());
    }
}
