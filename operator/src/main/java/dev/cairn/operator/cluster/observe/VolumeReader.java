// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.observe;

import dev.cairn.crds.cluster.StorageSpec;
import dev.cairn.operator.cluster.desired.AppliedSpec;
import dev.cairn.operator.naming.ClusterKey;
import dev.cairn.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads members' volumes; of their storage class only whether they may grow, and only where they are to. */
final class VolumeReader {
    private final KubernetesClient client;

    VolumeReader(KubernetesClient client) {
        this.client = client;
    }

    SortedMap<String, ObservedVolume> read(ClusterKey key, StorageSpec asked) {
        var seen = new TreeMap<String, ObservedVolume>();
        client.persistentVolumeClaims()
                .inNamespace(key.namespace())
                .withLabel(Labels.CLUSTER, key.name())
                .list()
                .getItems()
                .forEach(claim -> {
                    String member = claim.getMetadata().getLabels().get(Labels.MEMBER);
                    if (member != null) {
                        seen.put(member, volume(claim, asked));
                    }
                });
        return seen;
    }

    private ObservedVolume volume(PersistentVolumeClaim claim, StorageSpec asked) {
        Map<String, String> annotations =
                Optional.ofNullable(claim.getMetadata().getAnnotations()).orElseGet(Map::of);
        return new ObservedVolume(
                claim.getMetadata().getName(),
                claim.getMetadata().getUid(),
                Optional.ofNullable(annotations.get(Labels.CLUSTER_ID)),
                annotations.containsKey(Labels.SEED),
                claim.isMarkedForDeletion(),
                claim.getStatus() != null && "Lost".equals(claim.getStatus().getPhase()),
                AppliedSpec.read(annotations.get(Labels.ASKED_SPEC)),
                claimed(claim, asked));
    }

    private ObservedVolume.Claim claimed(PersistentVolumeClaim claim, StorageSpec asked) {
        long bytes = Optional.ofNullable(claim.getSpec().getResources())
                .map(each -> each.getRequests())
                .map(each -> each.get("storage"))
                .map(each -> each.getNumericalAmount().longValue())
                .orElse(0L);
        Optional<String> storageClass = Optional.ofNullable(claim.getSpec().getStorageClassName());
        boolean larger = bytes > 0 && asked != null && asked.size() != null && exceeds(asked.size(), bytes);
        return new ObservedVolume.Claim(
                bytes, storageClass, larger && storageClass.map(this::expands).orElse(false));
    }

    private static boolean exceeds(Quantity asked, long bytes) {
        return asked.getNumericalAmount().longValue() > bytes;
    }

    /** A class that the operator may not see counts as one that lets nothing grow. */
    private boolean expands(String storageClass) {
        try {
            var found = client.storage()
                    .v1()
                    .storageClasses()
                    .withName(storageClass)
                    .get();
            return found != null && Boolean.TRUE.equals(found.getAllowVolumeExpansion());
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                return false;
            }
            throw e;
        }
    }
}
