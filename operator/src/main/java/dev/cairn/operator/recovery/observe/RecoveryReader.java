// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.recovery.observe;

import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.crds.cluster.status.RecoveryStatus;
import dev.cairn.crds.restore.EtcdRestore;
import dev.cairn.crds.restore.RestorePhase;
import dev.cairn.operator.naming.ClusterKey;
import dev.cairn.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what there is of a recovery. A cluster that never had one, and of which none is asked, costs no request. */
public final class RecoveryReader {
    private final KubernetesClient client;

    public RecoveryReader(KubernetesClient client) {
        this.client = client;
    }

    /** One look. The seed's keys are not counted. */
    public RecoveryView read(EtcdCluster cluster) {
        Map<String, String> annotations =
                Optional.ofNullable(cluster.getMetadata().getAnnotations()).orElseGet(Map::of);
        Optional<RecoveryStatus> recovery =
                Optional.ofNullable(cluster.getStatus()).map(each -> each.recovery());
        Optional<RestoreRequest> request = Optional.ofNullable(annotations.get(Labels.RESTORE_REQUEST))
                .filter(asked -> !recovery.map(RecoveryStatus::restoreUid)
                        .filter(asked.substring(asked.indexOf('/') + 1)::equals)
                        .isPresent())
                .flatMap(asked -> request(cluster, asked));
        if (recovery.isEmpty() && request.isEmpty()) {
            return RecoveryView.NONE;
        }
        Optional<String> owner = recovery.filter(RecoveryStatus::fenced)
                .map(RecoveryStatus::restoreUid)
                .or(() -> request.map(RestoreRequest::uid));
        Optional<String> seed = recovery.filter(each -> each.fenced() && !each.fromSurvivor())
                .map(RecoveryStatus::member)
                .or(() -> request.flatMap(RestoreRequest::place).map(each -> each.member()));
        return new RecoveryView(
                request,
                seed.flatMap(member -> seed(cluster, member, owner)),
                recovery.filter(each -> !Boolean.FALSE.equals(each.keeping()))
                        .map(any -> aside(cluster))
                        .orElseGet(List::of),
                Optional.ofNullable(annotations.get(Labels.RESTORE_CONFIRM)),
                Optional.ofNullable(annotations.get(Labels.RESTORE_UNDO)),
                Optional.empty());
    }

    private Optional<RestoreRequest> request(EtcdCluster cluster, String asked) {
        EtcdRestore restore = client.resources(EtcdRestore.class)
                .inNamespace(cluster.getMetadata().getNamespace())
                .withName(asked.replaceFirst("/.*", ""))
                .get();
        boolean meant = restore != null
                && asked.equals(name(restore))
                && !restore.isMarkedForDeletion()
                && restore.unreadable().isEmpty()
                && restore.getStatus() != null
                && restore.getStatus().phase() == RestorePhase.RESTORING
                && restore.getSpec().inPlace()
                && cluster.getMetadata().getName().equals(restore.getSpec().target());
        return meant
                ? Optional.of(new RestoreRequest(
                        restore.getMetadata().getName(),
                        restore.getMetadata().getUid(),
                        Instant.parse(restore.getMetadata().getCreationTimestamp()),
                        Optional.ofNullable(restore.getSpec().source().survivor()),
                        Optional.ofNullable(restore.getStatus().source()),
                        Optional.ofNullable(restore.getStatus().inPlace())))
                : Optional.empty();
    }

    private static String name(EtcdRestore restore) {
        return restore.getMetadata().getName() + "/" + restore.getMetadata().getUid();
    }

    private Optional<RecoveryView.SeedVolume> seed(EtcdCluster cluster, String member, Optional<String> owner) {
        PersistentVolumeClaim claim = client.persistentVolumeClaims()
                .inNamespace(cluster.getMetadata().getNamespace())
                .withName(ClusterKey.volumeClaim(member))
                .get();
        return Optional.ofNullable(claim)
                .map(each -> new RecoveryView.SeedVolume(
                        member,
                        each.getMetadata().getUid(),
                        owner.isPresent()
                                && each.getMetadata().getAnnotations() != null
                                && owner.get()
                                        .equals(each.getMetadata()
                                                .getAnnotations()
                                                .get(Labels.RESTORE_UID))
                                && !each.isMarkedForDeletion()
                                && !(each.getStatus() != null
                                        && "Lost".equals(each.getStatus().getPhase()))));
    }

    private List<RecoveryView.SetAside> aside(EtcdCluster cluster) {
        return client
                .persistentVolumeClaims()
                .inNamespace(cluster.getMetadata().getNamespace())
                .withLabel(Labels.QUARANTINED, cluster.getMetadata().getName())
                .list()
                .getItems()
                .stream()
                .filter(each -> each.getMetadata().getLabels().containsKey(Labels.MEMBER))
                .map(RecoveryReader::aside)
                .toList();
    }

    private static RecoveryView.SetAside aside(PersistentVolumeClaim claim) {
        Map<String, String> annotations =
                Optional.ofNullable(claim.getMetadata().getAnnotations()).orElseGet(Map::of);
        return new RecoveryView.SetAside(
                claim.getMetadata().getLabels().get(Labels.MEMBER),
                claim.getMetadata().getUid(),
                annotations.getOrDefault(Labels.QUARANTINED_FOR, ""),
                // Whoever has damaged the note keeps the volume for longer, not shorter.
                instant(annotations.get(Labels.QUARANTINED_SINCE)).orElse(Instant.MAX),
                claim.isMarkedForDeletion());
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.ofNullable(text).map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
