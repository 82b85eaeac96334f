// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.restore.act;

import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.crds.cluster.TlsMode;
import dev.cairn.crds.restore.EtcdRestore;
import dev.cairn.crds.restore.EtcdRestoreStatus;
import dev.cairn.crds.restore.RestorePhase;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.crash.CrashSwitch;
import dev.cairn.operator.kube.KubeWriter;
import dev.cairn.operator.naming.AddressBook;
import dev.cairn.operator.naming.ClusterKey;
import dev.cairn.operator.naming.Labels;
import dev.cairn.operator.restore.desired.RestoredCluster;
import dev.cairn.operator.restore.desired.SeedJob;
import dev.cairn.operator.restore.desired.SeedVolume;
import dev.cairn.operator.restore.desired.VerifyJob;
import dev.cairn.operator.restore.observe.ObservedRestore;
import dev.cairn.operator.restore.plan.RestoreStep;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

/** Takes a restore's steps, each announced in the status first. */
public final class RestoreActor {
    private final KubernetesClient client;
    private final KubeWriter kube;
    private final AddressBook addresses;
    private final String image;
    private final CrashSwitch crash;

    /** @param image the image that holds the backup agent */
    public RestoreActor(KubernetesClient client, AddressBook addresses, String image, CrashSwitch crash) {
        this.client = client;
        this.addresses = addresses;
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
            case RestoreStep.Prepare prepare -> {
                Acted acted = announce(
                        seen,
                        seen.status().verifying(prepare.source(), prepare.job()).beginningWith(prepare.place()));
                prepare(seen, prepare);
                yield acted;
            }
            case RestoreStep.Request request -> {
                Acted acted = announce(
                        seen,
                        seen.status()
                                .verifying(request.source(), seen.status().verifyJob())
                                .at(RestorePhase.RESTORING));
                request(seen);
                crash.at(CrashPoint.AFTER_RESTORE_REQUEST);
                yield acted;
            }
            case RestoreStep.Complete complete ->
                new Acted(seen.resourceVersion(), seen.status().at(RestorePhase.COMPLETED));
            case RestoreStep.Fail fail -> {
                withdraw(seen);
                yield new Acted(seen.resourceVersion(), seen.status().at(RestorePhase.FAILED));
            }
            case RestoreStep.Hold hold -> new Acted(seen.resourceVersion(), seen.status());
        };
    }

    private void prepare(ObservedRestore seen, RestoreStep.Prepare step) {
        var target = seen.target().orElseThrow();
        var cluster = new ClusterKey(seen.key().namespace(), seen.spec().target(), target.uid());
        String member = step.place().member();
        boolean tls = target.spec().tls() == null || target.spec().tls().mode() != TlsMode.DISABLED;
        kube.create(SeedVolume.of(seen.key(), cluster, member, target.spec().storage()));
        crash.at(CrashPoint.AFTER_RESTORE_VOLUME);
        kube.create(SeedJob.of(
                seen.key(),
                cluster,
                new SeedJob.Seed(step.source(), step.place()),
                addresses.peerUrl(cluster, member, tls),
                step.job(),
                image));
        crash.at(CrashPoint.AFTER_RESTORE_JOB);
    }

    private void request(ObservedRestore seen) {
        client.resources(EtcdCluster.class)
                .inNamespace(seen.key().namespace())
                .withName(seen.spec().target())
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"uid\":\""
                                + seen.target().orElseThrow().uid() + "\",\"annotations\":{\""
                                + Labels.RESTORE_REQUEST + "\":\"" + seen.key().name() + "/"
                                + seen.key().uid() + "\"}}}");
    }

    /** The volume of a restore that comes to nothing; one that the cluster has taken is the cluster's. */
    private void withdraw(ObservedRestore seen) {
        if (seen.status().inPlace() == null) {
            return;
        }
        PersistentVolumeClaim claim = client.persistentVolumeClaims()
                .inNamespace(seen.key().namespace())
                .withName(ClusterKey.volumeClaim(seen.status().inPlace().member()))
                .get();
        boolean ours = claim != null
                && claim.getMetadata().getAnnotations() != null
                && seen.key().uid().equals(claim.getMetadata().getAnnotations().get(Labels.RESTORE_UID))
                && seen.key().name().equals(claim.getMetadata().getLabels().get(Labels.RESTORE));
        if (ours) {
            kube.delete(
                    "api/v1",
                    "persistentvolumeclaims",
                    seen.key().namespace(),
                    claim.getMetadata().getName(),
                    claim.getMetadata().getUid());
        }
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
