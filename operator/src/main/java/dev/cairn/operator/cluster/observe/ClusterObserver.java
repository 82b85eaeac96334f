// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.observe;

import dev.cairn.crds.Unreadable;
import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.crds.cluster.EtcdClusterSpec;
import dev.cairn.crds.cluster.EtcdClusterStatus;
import dev.cairn.crds.cluster.MemberTemplate;
import dev.cairn.crds.cluster.RolloutState;
import dev.cairn.crds.cluster.RolloutStatus;
import dev.cairn.crds.cluster.TlsMode;
import dev.cairn.crds.cluster.status.RecoveryPhase;
import dev.cairn.crds.cluster.status.RecoveryStatus;
import dev.cairn.operator.cluster.desired.MemberImage;
import dev.cairn.operator.cluster.desired.SoundSpec;
import dev.cairn.operator.cluster.snapshot.BackupReader;
import dev.cairn.operator.cluster.snapshot.BackupView;
import dev.cairn.operator.etcd.TlsIdentity;
import dev.cairn.operator.kube.ResourceUnreadable;
import dev.cairn.operator.naming.ClusterKey;
import dev.cairn.operator.naming.Labels;
import dev.cairn.operator.naming.MemberNames;
import dev.cairn.operator.recovery.observe.RecoveryReader;
import dev.cairn.operator.recovery.observe.RecoveryView;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Looks at one cluster: live reads, no caches, so that what is planned is planned on what is. */
public final class ClusterObserver {
    /** Without these nobody knows which cluster it is, how its members speak to one another, or whether to touch it. */
    private static final List<String> ESSENTIAL =
            List.of("spec.paused", "spec.tls", "status.clusterId", "status.certificateAuthority");

    private final KubernetesClient client;
    private final PodReader pods;
    private final VolumeReader volumes;
    private final SecretReader secrets;
    private final CompanionReader companions;
    private final BackupReader backups;
    private final RecoveryReader recoveries;
    private final MemberProber prober;
    private final WireProber wire;
    private final MemberNames names;
    private final MemberImage image;
    private final InstantSource clock;

    public ClusterObserver(
            KubernetesClient client,
            MemberProber prober,
            WireProber wire,
            MemberNames names,
            MemberImage image,
            InstantSource clock) {
        this.client = client;
        this.pods = new PodReader(client);
        this.volumes = new VolumeReader(client);
        this.secrets = new SecretReader(client);
        this.companions = new CompanionReader(client);
        this.backups = new BackupReader(client);
        this.recoveries = new RecoveryReader(client);
        this.prober = prober;
        this.wire = wire;
        this.names = names;
        this.image = image;
        this.clock = clock;
    }

    /** One look; empty if the resource is gone or being deleted. */
    public Optional<ObservedCluster> observe(String namespace, String name) {
        EtcdCluster cluster = client.resources(EtcdCluster.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
        if (cluster == null || cluster.isMarkedForDeletion()) {
            return Optional.empty();
        }
        return Optional.of(look(cluster));
    }

    private ObservedCluster look(EtcdCluster cluster) {
        var key = new ClusterKey(
                cluster.getMetadata().getNamespace(),
                cluster.getMetadata().getName(),
                cluster.getMetadata().getUid());
        var unreadable = cluster.unreadable();
        ResourceUnreadable.check(
                "",
                unreadable.stream()
                        .filter(each -> ESSENTIAL.stream().anyMatch(each::touches))
                        .toList());
        SoundSpec sound = SoundSpec.of(
                cluster.getSpec(), unreadable.stream().map(Unreadable::message).toList());
        EtcdClusterSpec spec = sound.spec();
        var volumes = this.volumes.read(key, spec.storage());
        PodReader.Found found = pods.read(key);
        var podsSeen = found.ours();
        var secretsSeen = secrets.certificates(key, spec);
        Optional<TlsIdentity> identity = secrets.identity(key, spec);
        Membership membership = prober.probe(key, spec, podsSeen, identity);
        EtcdClusterStatus status = cluster.getStatus() == null ? ObservedCluster.NO_STATUS : cluster.getStatus();
        MemberTemplate asked = image.template(spec, annotation(cluster, Labels.RESTART), status);
        RecoveryView recovery = recoveries.read(cluster);
        var taken = new TreeSet<>(podsSeen.keySet());
        recovery.aside().forEach(each -> taken.add(each.member()));
        recovery.seed().ifPresent(each -> taken.add(each.member()));
        taken.addAll(found.earlier());
        taken.addAll(volumes.keySet());
        if (membership instanceof Membership.Known known) {
            taken.addAll(known.members().keySet());
        }
        return new ObservedCluster(
                key,
                cluster.getMetadata().getGeneration(),
                cluster.getMetadata().getResourceVersion(),
                spec,
                sound.faults(),
                asked,
                status,
                podsSeen,
                found.earlier(),
                volumes,
                secretsSeen,
                companions.read(key, spec),
                membership,
                remade(status, podsSeen).flatMap(member -> prober.check(key, spec, membership, identity, member)),
                prober.hashes(key, spec, membership, identity),
                backups(key, spec, status, asked),
                identity,
                wire(key, spec, podsSeen, secretsSeen),
                annotation(cluster, Labels.ROTATE_CA).filter(each -> !each.isBlank()),
                recovery.counting(seedKeys(key, spec, status, membership, identity)),
                names.fresh(key, taken),
                clock.instant());
    }

    /** What the seed of a restore holds, as soon as it answers. */
    private Optional<Long> seedKeys(
            ClusterKey key,
            EtcdClusterSpec spec,
            EtcdClusterStatus status,
            Membership membership,
            Optional<TlsIdentity> identity) {
        RecoveryStatus recovery = status.recovery();
        return recovery != null
                        && recovery.phase() == RecoveryPhase.SEEDING
                        && recovery.expectedRevision() != null
                        && membership instanceof Membership.Known known
                        && known.members().containsKey(recovery.member())
                ? prober.keysAt(key, spec, identity, recovery.member(), recovery.expectedRevision())
                : Optional.empty();
    }

    private SortedMap<String, WireView> wire(
            ClusterKey key,
            EtcdClusterSpec spec,
            SortedMap<String, ObservedPod> podsSeen,
            SortedMap<String, ObservedSecret> secretsSeen) {
        return secrets.triedOut(key, spec, secretsSeen)
                .flatMap(tried -> secrets.text(key, key.caSecret(), "ca.crt")
                        .map(bundle -> wire.probe(
                                key,
                                podsSeen,
                                spec.tls() != null && spec.tls().mode() == TlsMode.CERT_MANAGER
                                        ? WireProber.Shown.always(tried)
                                        : wire.issued(key, tried, clock.instant()),
                                bundle)))
                .orElseGet(TreeMap::new);
    }

    /** Read only where a snapshot may come before what is asked for. */
    private List<BackupView> backups(
            ClusterKey key, EtcdClusterSpec spec, EtcdClusterStatus status, MemberTemplate asked) {
        boolean hibernates = spec.replicas() != null && spec.replicas() == 0;
        boolean another =
                status.template() != null && !Objects.equals(status.template().image(), asked.image());
        return hibernates || another ? backups.of(key.namespace(), key.name()) : List.of();
    }

    private static Optional<String> annotation(EtcdCluster cluster, String name) {
        return Optional.ofNullable(cluster.getMetadata().getAnnotations()).map(each -> each.get(name));
    }

    /** The member whose turn it is in a rollout, once its pod is ready. */
    private static Optional<String> remade(EtcdClusterStatus status, SortedMap<String, ObservedPod> pods) {
        return Optional.ofNullable(status.rollout())
                .filter(each -> each.state() == RolloutState.ROLLING && each.member() != null)
                .map(RolloutStatus::member)
                .filter(member -> pods.containsKey(member)
                        && pods.get(member).ready()
                        && !pods.get(member).terminating());
    }
}
