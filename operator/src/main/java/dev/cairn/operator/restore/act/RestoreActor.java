// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.restore.act;

import dev.cairn.crds.restore.EtcdRestore;
import dev.cairn.crds.restore.EtcdRestoreStatus;
import dev.cairn.crds.restore.RestorePhase;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.crash.CrashSwitch;
import dev.cairn.operator.kube.KubeWriter;
import dev.cairn.operator.restore.desired.RestoredCluster;
import dev.cairn.operator.restore.desired.VerifyJob;
import dev.cairn.operator.restore.observe.ObservedRestore;
import dev.cairn.operator.restore.plan.RestoreStep;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Takes a restore's steps, each announced in the status first. */
public final class RestoreActor {
    private final KubernetesClient client;
    private final KubeWriter kube;
    private final String image;
    private final CrashSwitch crash;

    /** @param image the image that holds the backup agent */
    public RestoreActor(KubernetesClient client, String image, CrashSwitch crash) {
        this.client = client;
        this.kube = new KubeWriter(client);
        this.image = image;
        this.crash = crash;
    }

    /**
     * How things stand afterwards.
     *
     * @param resourceVersion to write the status against
     */
    public record Acted(String resourceVersion, EtcdRestoreStatus status) {}

    /** Takes the step. Throws KubernetesClientException (409) if someone else wrote first. */
    public Acted act(ObservedRestore seen, RestoreStep step) {
        return switch (step) {
            case RestoreStep.Verify verify -> {
                Acted acted = announce(seen, seen.status().verifying(verify.source(), verify.job()));
                kube.create(VerifyJob.of(seen.key(), verify.job(), image, verify.source()));
                crash.at(CrashPoint.AFTER_RESTORE_JOB);
                yield acted;
            }
            case RestoreStep.CreateCluster create -> {
                Acted acted = announce(
                        seen,
                        seen.status()
                                .verifying(create.source(), seen.status().verifyJob())
                                .at(RestorePhase.RESTORING));
                kube.create(RestoredCluster.of(seen.key(), seen.spec(), create.source()));
                crash.at(CrashPoint.AFTER_RESTORE_CLUSTER);
                yield acted;
            }
            case RestoreStep.Complete complete ->
                new Acted(seen.resourceVersion(), seen.status().at(RestorePhase.COMPLETED));
            case RestoreStep.Fail fail ->
                new Acted(seen.resourceVersion(), seen.status().at(RestorePhase.FAILED));
            case RestoreStep.Hold hold -> new Acted(seen.resourceVersion(), seen.status());
        };
    }

    private Acted announce(ObservedRestore seen, EtcdRestoreStatus intent) {
        crash.at(CrashPoint.BEFORE_STATUS_WRITE);
        String resourceVersion = write(seen, seen.resourceVersion(), intent);
        crash.at(CrashPoint.AFTER_STATUS_WRITE);
        return new Acted(resourceVersion, intent);
    }

    /** Writes the status by compare-and-swap. Returns the new resource version. */
    public String write(ObservedRestore seen, String resourceVersion, EtcdRestoreStatus status) {
        var restore = new EtcdRestore();
        restore.setMetadata(new ObjectMetaBuilder()
                .withNamespace(seen.key().namespace())
                .withName(seen.key().name())
                .withUid(seen.key().uid())
                .withResourceVersion(resourceVersion)
                .build());
        restore.setStatus(status);
        return client.resource(restore).updateStatus().getMetadata().getResourceVersion();
    }
}
