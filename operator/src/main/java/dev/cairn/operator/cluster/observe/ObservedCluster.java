// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.observe;

import dev.cairn.crds.cluster.EtcdClusterSpec;
import dev.cairn.crds.cluster.EtcdClusterStatus;
import dev.cairn.crds.cluster.MemberTemplate;
import dev.cairn.crds.cluster.TlsMode;
import dev.cairn.crds.cluster.status.StepStatus;
import dev.cairn.operator.cluster.desired.AppliedSpec;
import dev.cairn.operator.cluster.snapshot.BackupView;
import dev.cairn.operator.etcd.EndpointStatus;
import dev.cairn.operator.etcd.HashKv;
import dev.cairn.operator.etcd.RaisedAlarm;
import dev.cairn.operator.etcd.TlsIdentity;
import dev.cairn.operator.naming.ClusterKey;
import dev.cairn.operator.recovery.observe.RecoveryView;
import dev.cairn.operator.tls.CertificateFacts;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One look at a cluster: what is asked, what Kubernetes holds and what the members answer. Everything a plan and a
 * status are made of, the time included.
 *
 * @param spec as it can be used: what cannot be read is left out
 * @param specFaults what was left out of it, and why
 * @param asked what the specification asks members to be made from
 * @param resourceVersion of the EtcdCluster as it was read: the fence every intent is written against
 * @param pods by member name
 * @param earlierPods names of pods of an earlier resource of this name that are not gone yet
 * @param volumes by member name
 * @param secrets by name: certificates of the cluster's own and those it was pointed to
 * @param companions by name: the Services and the disruption budget, and what is asked of cert-manager
 * @param check a closer look at the member that a rollout has remade last, once its pod is ready
 * @param hashes after CORRUPT was raised: of the keys of each member that answers, at one revision, by member name
 * @param backups EtcdBackups of this cluster, where a snapshot comes before what is asked for
 * @param wire while a CA is rotated: what members have loaded, by member name
 * @param rotationAsked the annotation that asks for a new CA
 * @param recovery what there is of a restore in place, or of the way on from a survivor
 * @param freshMember a name no member, pod or volume has
 */
public record ObservedCluster(
        ClusterKey key,
        long generation,
        String resourceVersion,
        EtcdClusterSpec spec,
        List<String> specFaults,
        MemberTemplate asked,
        EtcdClusterStatus status,
        SortedMap<String, ObservedPod> pods,
        SortedSet<String> earlierPods,
        SortedMap<String, ObservedVolume> volumes,
        SortedMap<String, ObservedSecret> secrets,
        SortedMap<String, HasMetadata> companions,
        Membership membership,
        Optional<MemberCheck> check,
        SortedMap<String, HashKv> hashes,
        List<BackupView> backups,
        Optional<TlsIdentity> identity,
        SortedMap<String, WireView> wire,
        Optional<String> rotationAsked,
        RecoveryView recovery,
        String freshMember,
        Instant now) {

    /** Status of a resource that has none yet. */
    public static final EtcdClusterStatus NO_STATUS = new EtcdClusterStatus(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null);

    public ObservedCluster {
        specFaults = List.copyOf(specFaults);
        pods = Collections.unmodifiableSortedMap(new TreeMap<>(pods));
        earlierPods = Collections.unmodifiableSortedSet(new TreeSet<>(earlierPods));
        volumes = Collections.unmodifiableSortedMap(new TreeMap<>(volumes));
        secrets = Collections.unmodifiableSortedMap(new TreeMap<>(secrets));
        companions = Collections.unmodifiableSortedMap(new TreeMap<>(companions));
        hashes = Collections.unmodifiableSortedMap(new TreeMap<>(hashes));
        backups = List.copyOf(backups);
        wire = Collections.unmodifiableSortedMap(new TreeMap<>(wire));
    }

    /** The ClusterIP of the client Service; empty as long as it has none. */
    public Optional<String> clientServiceIp() {
        return companions.get(key.clientService()) instanceof Service service && service.getSpec() != null
                ? Optional.ofNullable(service.getSpec().getClusterIP())
                        .filter(ip -> !ip.isEmpty() && !"None".equals(ip))
                : Optional.empty();
    }

    public boolean tls() {
        return tlsMode() != TlsMode.DISABLED;
    }

    public TlsMode tlsMode() {
        return spec.tls() == null || spec.tls().mode() == null
                ? TlsMode.MANAGED
                : spec.tls().mode();
    }

    /** Whether the operator keeps the Secrets with certificates, whoever issues them. */
    public boolean keepsCertificates() {
        return tlsMode() == TlsMode.MANAGED || tlsMode() == TlsMode.CERT_MANAGER;
    }

    /** What cert-manager is asked for, by name. */
    public SortedMap<String, HasMetadata> requests() {
        var requests = new TreeMap<String, HasMetadata>();
        companions.forEach((name, each) -> {
            if (name.startsWith(CompanionReader.REQUEST)) {
                requests.put(name.substring(CompanionReader.REQUEST.length()), each);
            }
        });
        return requests;
    }

    public int replicas() {
        return spec.replicas() == null ? 3 : spec.replicas();
    }

    /** The etcd cluster this resource is known to be, in hexadecimal. */
    public Optional<String> latchedClusterId() {
        return Optional.ofNullable(status.clusterId());
    }

    /** Whether clients are to be led to nobody. */
    public boolean fenced() {
        return status.recovery() != null && status.recovery().fenced();
    }

    /** The highest revision that was ever seen, now included; 0 where none was. */
    public long knownRevision() {
        long noted =
                status.highestRevision() == null ? 0 : status.highestRevision().revision();
        return Math.max(noted, seenRevision());
    }

    /** The highest revision that a member tells of; 0 where none answers. */
    public long seenRevision() {
        return switch (membership) {
            case Membership.Known known ->
                known.members().values().stream()
                        .flatMap(each -> each.answer().stream())
                        .mapToLong(EndpointStatus::revision)
                        .max()
                        .orElse(0);
            case Membership.Unknown unknown ->
                unknown.answering().values().stream()
                        .mapToLong(EndpointStatus::revision)
                        .max()
                        .orElse(0);
        };
    }

    /** The step whose intent was written last, if it is of this name. */
    public Optional<StepStatus> intent(String stepName) {
        return Optional.ofNullable(status.currentStep()).filter(step -> stepName.equals(step.name()));
    }

    /** Digests of what the specification asks members to be made from. */
    public SortedMap<String, String> askedSpec() {
        return AppliedSpec.of(asked);
    }

    /** The operator has nothing to show to members: they cannot be asked, which says nothing about them. */
    public boolean lacksIdentity() {
        return tls() && identity.isEmpty();
    }

    public Optional<ObservedPod> pod(String member) {
        return Optional.ofNullable(pods.get(member));
    }

    public Optional<ObservedVolume> volume(String member) {
        return Optional.ofNullable(volumes.get(member));
    }

    /** When the certificate ends that this member shows to clients; empty without TLS, or where it cannot be read. */
    public Optional<Instant> certificateEnds(String member) {
        return certificate(member).map(CertificateFacts::notAfter);
    }

    /** The certificate that this member shows to clients; empty without TLS, or where it cannot be read. */
    public Optional<CertificateFacts> certificate(String member) {
        String secret = switch (tlsMode()) {
            case DISABLED -> null;
            case MANAGED, CERT_MANAGER -> ClusterKey.memberTlsSecret(member);
            case PROVIDED -> spec.tls().provided().serverSecretRef().name();
        };
        return Optional.ofNullable(secret).map(secrets::get).flatMap(ObservedSecret::certificate);
    }

    /** What a member says about itself; empty if it does not answer. */
    public Optional<EndpointStatus> answer(String member) {
        return switch (membership) {
            case Membership.Known known ->
                Optional.ofNullable(known.members().get(member)).flatMap(ObservedMember::answer);
            case Membership.Unknown unknown ->
                Optional.ofNullable(unknown.answering().get(member));
        };
    }

    /** The alarms that etcd has raised, as far as members answer. */
    public Set<RaisedAlarm> alarms() {
        var alarms = new LinkedHashSet<RaisedAlarm>();
        Stream<EndpointStatus> answers = switch (membership) {
            case Membership.Known known -> known.members().values().stream().flatMap(each -> each.answer().stream());
            case Membership.Unknown unknown -> unknown.answering().values().stream();
        };
        answers.forEach(each -> alarms.addAll(each.alarms()));
        return alarms;
    }

    /** The etcd clusters whose data the volumes hold that stay, in hexadecimal. */
    public SortedSet<String> clusterIdsOnVolumes() {
        var ids = new TreeSet<String>();
        volumes.values().stream()
                .filter(each -> !each.terminating())
                .forEach(each -> each.clusterId().ifPresent(ids::add));
        return ids;
    }
}
