// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.execute;

import dev.cairn.operator.cluster.desired.CertificateRequest;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.crash.CrashSwitch;
import dev.cairn.operator.kube.KubeWriter;
import dev.cairn.operator.naming.ClusterKey;

/** Deletes exactly the object that was seen; another one of its name stays. */
final class DeleteExecutor {
    private static final String CORE = "api/v1";

    private final KubeWriter kube;
    private final CrashSwitch crash;

    DeleteExecutor(KubeWriter kube, CrashSwitch crash) {
        this.kube = kube;
        this.crash = crash;
    }

    Outcome pod(ObservedCluster seen, Step.DeletePod step) {
        kube.delete(CORE, "pods", seen.key().namespace(), step.memberName(), step.podUid());
        crash.at(CrashPoint.AFTER_POD_DELETED);
        return new Outcome.Done("pod " + step.memberName() + " was deleted: " + step.message());
    }

    Outcome volume(ObservedCluster seen, Step.DeleteVolume step) {
        String name = ClusterKey.volumeClaim(step.memberName());
        kube.delete(CORE, "persistentvolumeclaims", seen.key().namespace(), name, step.volumeUid());
        return new Outcome.Done("volume " + name + " was deleted: " + step.message());
    }

    Outcome setAside(ObservedCluster seen, Step.DeleteSetAside step) {
        String name = ClusterKey.volumeClaim(step.memberName());
        kube.delete(CORE, "persistentvolumeclaims", seen.key().namespace(), name, step.volumeUid());
        crash.at(CrashPoint.AFTER_SET_ASIDE_DELETED);
        return new Outcome.Done("volume " + name + " was deleted: " + step.message());
    }

    Outcome certificate(ObservedCluster seen, Step.DeleteCertificate step) {
        kube.delete(CORE, "secrets", seen.key().namespace(), step.secret(), step.secretUid());
        crash.at(CrashPoint.AFTER_CERTIFICATE_DELETED);
        return new Outcome.Done("Secret " + step.secret() + " was deleted: " + step.message());
    }

    Outcome request(ObservedCluster seen, Step.DeleteRequest step) {
        kube.delete(
                "apis/" + CertificateRequest.API_VERSION,
                CertificateRequest.PLURAL,
                seen.key().namespace(),
                step.request(),
                step.requestUid());
        crash.at(CrashPoint.AFTER_REQUEST_DELETED);
        return new Outcome.Done(step.message());
    }

    Outcome budget(ObservedCluster seen, Step.DeleteBudget step) {
        String name = seen.key().disruptionBudget();
        kube.delete("apis/policy/v1", "poddisruptionbudgets", seen.key().namespace(), name, step.budgetUid());
        return new Outcome.Done(step.message());
    }
}
