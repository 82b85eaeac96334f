// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.restore.desired;

import dev.cairn.crds.cluster.BootstrapSpec;
import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.crds.cluster.EtcdClusterSpec;
import dev.cairn.crds.cluster.RestoreOrigin;
import dev.cairn.crds.restore.EtcdRestoreSpec;
import dev.cairn.crds.restore.ResolvedSource;
import dev.cairn.operator.naming.Labels;
import dev.cairn.operator.naming.ResourceKey;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;

/** The EtcdCluster a restore makes. It bears no owner reference: deleting the restore deletes no data. */
public final class RestoredCluster {
    private RestoredCluster() {}

    public static EtcdCluster of(ResourceKey restore, EtcdRestoreSpec spec, ResolvedSource source) {
        long bump = spec.bumpRevision() == null ? 0 : spec.bumpRevision();
        var origin = new RestoreOrigin(
                source.s3(), source.object(), source.sha256(), bump > 0 ? bump : null, bump > 0 ? true : null);
        var cluster = new EtcdCluster();
        cluster.setMetadata(new ObjectMetaBuilder()
                .withNamespace(restore.namespace())
                .withName(spec.clusterTemplate().name())
                .addToAnnotations(Labels.RESTORED_BY, restore.uid())
                .build());
        cluster.setSpec(with(spec.clusterTemplate().spec(), new BootstrapSpec(origin)));
        return cluster;
    }

    private static EtcdClusterSpec with(EtcdClusterSpec spec, BootstrapSpec bootstrap) {
        return new EtcdClusterSpec(
                spec.replicas(),
                spec.version(),
                spec.image(),
                spec.paused(),
                spec.storage(),
                spec.tls(),
                spec.config(),
                spec.resources(),
                spec.scheduling(),
                spec.podTemplate(),
                spec.service(),
                spec.podDisruptionBudget(),
                spec.repair(),
                spec.rollout(),
                spec.maintenance(),
                spec.deletionPolicy(),
                bootstrap);
    }
}
