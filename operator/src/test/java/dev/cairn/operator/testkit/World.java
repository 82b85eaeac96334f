// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.testkit;

import dev.cairn.crds.cluster.EtcdClusterSpec;
import dev.cairn.crds.cluster.EtcdClusterStatus;
import dev.cairn.crds.cluster.MemberTemplate;
import dev.cairn.crds.cluster.status.MemberRole;
import dev.cairn.crds.cluster.status.MemberStatus;
import dev.cairn.crds.cluster.status.StepStatus;
import dev.cairn.operator.cluster.desired.AppliedSpec;
import dev.cairn.operator.cluster.desired.MemberImage;
import dev.cairn.operator.cluster.observe.Membership;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedMember;
import dev.cairn.operator.cluster.observe.ObservedPod;
import dev.cairn.operator.cluster.observe.ObservedSecret;
import dev.cairn.operator.cluster.observe.ObservedVolume;
import dev.cairn.operator.etcd.EndpointStatus;
import dev.cairn.operator.etcd.TlsIdentity;
import dev.cairn.operator.naming.AddressBook;
import dev.cairn.operator.naming.ClusterKey;
import dev.cairn.operator.naming.DnsAddressBook;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A look at a cluster, told line by line. Members are named {@code demo-a}, {@code demo-b} …; told by their letter. */
public final class World {
    public static final ClusterKey KEY = new ClusterKey("default", "demo", "uid-1");
    public static final AddressBook ADDRESSES = new DnsAddressBook("cluster.local");
    public static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    public static final String CLUSTER_ID = "c1";
    public static final MemberImage IMAGE = new MemberImage("etcd-node:1");

    private String spec = "replicas: 3";
    private EtcdClusterStatus status = ObservedCluster.NO_STATUS;
    private final SortedMap<String, ObservedPod> pods = new TreeMap<>();
    private final SortedSet<String> earlierPods = new TreeSet<>();
    private final SortedMap<String, ObservedVolume> volumes = new TreeMap<>();
    private final SortedMap<String, ObservedMember> members = new TreeMap<>();
    private final List<ObservedMember> foreign = new ArrayList<>();
    private final Map<String, Instant> since = new TreeMap<>();
    private final Map<String, ObservedSecret> secrets = new TreeMap<>();
    private Optional<String> lostQuorum = Optional.of("no member's pod runs");
    private String answeredId = CLUSTER_ID;
    private Optional<TlsIdentity> identity = Optional.of(new TlsIdentity("", "", ""));
    private List<String> specFaults = List.of();

    private World() {}

    /** Nothing but the resource. */
    public static World empty() {
        return new World();
    }

    /** A cluster that has formed, with these ready voters; the first one leads. */
    public static World formed(String... voters) {
        var world = new World();
        world.lostQuorum = Optional.empty();
        world.status = world.status.withClusterId(CLUSTER_ID);
        for (String each : voters) {
            world.voter(each);
        }
        return world;
    }

    public static String name(String letter) {
        return "demo-" + letter;
    }

    public static long id(String letter) {
        return letter.charAt(0);
    }

    /** The specification as YAML. */
    public World spec(String yaml) {
        spec = yaml;
        return this;
    }

    public World status(UnaryOperator<EtcdClusterStatus> change) {
        status = change.apply(status);
        return this;
    }

    public World intent(String step, String member) {
        status = status.withCurrentStep(new StepStatus(step, member, "", NOW.toString(), 1));
        return this;
    }

    /** No quorum answers. */
    public World withoutQuorum() {
        lostQuorum = Optional.of("connection refused");
        return this;
    }

    /** The operator has no certificate to ask members with. */
    public World withoutIdentity() {
        identity = Optional.empty();
        return withoutQuorum();
    }

    /** Something in the specification cannot be read. */
    public World unreadable(String fault) {
        specFaults = List.of(fault);
        return this;
    }

    /** The volume's next pod is to be made from this specification. */
    public World volumeAsks(String letter, String specification) {
        volumes.computeIfPresent(
                name(letter),
                (name, each) -> new ObservedVolume(
                        each.name(),
                        each.uid(),
                        each.clusterId(),
                        each.seed(),
                        each.terminating(),
                        each.lost(),
                        AppliedSpec.of(template(specification))));
        return this;
    }

    public World answersAs(String clusterId) {
        answeredId = clusterId;
        return this;
    }

    public World voter(String letter) {
        member(letter, false, true);
        pod(letter, pod -> pod);
        return volume(letter, CLUSTER_ID);
    }

    /** A learner that etcd lists; it has neither started nor pod nor volume. */
    public World addedLearner(String letter) {
        return member(letter, true, false);
    }

    /** A learner that runs. */
    public World startedLearner(String letter) {
        member(letter, true, true);
        pod(letter, pod -> withRole(pod, "learner", false));
        return volume(letter, CLUSTER_ID);
    }

    private World member(String letter, boolean learner, boolean started) {
        boolean leads = members.isEmpty() && started;
        var answer = started
                ? Optional.of(new EndpointStatus(
                        0xc1, id(letter), "3.7.1", leads ? id(letter) : leader(), 2, 100, 50, learner, List.of()))
                : Optional.<EndpointStatus>empty();
        String url = ADDRESSES.peerUrl(KEY, name(letter), true);
        members.put(name(letter), new ObservedMember(name(letter), id(letter), url, learner, started, answer));
        return this;
    }

    private long leader() {
        return members.values().stream()
                .filter(ObservedMember::leads)
                .map(ObservedMember::id)
                .findFirst()
                .orElse(0L);
    }

    public World foreignVoter() {
        foreign.add(new ObservedMember("other", 99, "https://10.0.0.9:2380", false, true, Optional.empty()));
        return this;
    }

    public World silent(String letter) {
        members.computeIfPresent(
                name(letter),
                (name, each) -> new ObservedMember(
                        name, each.id(), each.peerUrl(), each.learner(), each.started(), Optional.empty()));
        return this;
    }

    public World pod(String letter, UnaryOperator<ObservedPod> change) {
        var plain = new ObservedPod(
                name(letter),
                "pod-" + letter,
                ObservedPod.Phase.RUNNING,
                true,
                NOW.minusSeconds(3600 - letter.charAt(0)),
                Optional.empty(),
                Optional.empty(),
                "voter",
                "",
                "",
                "",
                Map.of(),
                Map.of(),
                false);
        pods.put(name(letter), change.apply(pods.getOrDefault(name(letter), plain)));
        return this;
    }

    /** A pod of an earlier resource of this name, being deleted. */
    public World earlierPod(String letter) {
        earlierPods.add(name(letter));
        return this;
    }

    public World noPod(String letter) {
        pods.remove(name(letter));
        return this;
    }

    public World volume(String letter, String clusterId) {
        volumes.put(
                name(letter),
                new ObservedVolume(
                        "data-" + name(letter),
                        "pvc-" + letter,
                        Optional.of(clusterId),
                        false,
                        false,
                        false,
                        Map.of()));
        return this;
    }

    public World seedVolume(String letter) {
        volumes.put(
                name(letter),
                new ObservedVolume(
                        "data-" + name(letter), "pvc-" + letter, Optional.empty(), true, false, false, Map.of()));
        return this;
    }

    public World volumeDeleted(String letter) {
        volumes.computeIfPresent(
                name(letter),
                (name, each) -> new ObservedVolume(
                        each.name(), each.uid(), each.clusterId(), each.seed(), true, false, each.askedSpec()));
        return this;
    }

    public World noVolume(String letter) {
        volumes.remove(name(letter));
        return this;
    }

    /** Since when the status knows the member in its role. */
    public World since(String letter, Instant time) {
        since.put(name(letter), time);
        return this;
    }

    public World secret(ObservedSecret secret) {
        secrets.put(secret.name(), secret);
        return this;
    }

    public static ObservedPod withRole(ObservedPod pod, String role, boolean ready) {
        return pod(pod, pod.phase(), ready, pod.nodeGoneSince(), role, pod.trouble());
    }

    public static ObservedPod unready(ObservedPod pod, ObservedPod.Phase phase, String trouble) {
        return pod(pod, phase, false, pod.nodeGoneSince(), pod.role(), trouble);
    }

    public static ObservedPod onNodeGone(ObservedPod pod, Instant since) {
        return pod(pod, pod.phase(), false, Optional.of(since), pod.role(), pod.trouble());
    }

    public static ObservedPod madeWith(ObservedPod pod, String initialCluster) {
        return new ObservedPod(
                pod.name(),
                pod.uid(),
                pod.phase(),
                pod.ready(),
                pod.createdAt(),
                pod.deletedSince(),
                pod.nodeGoneSince(),
                pod.role(),
                pod.trouble(),
                initialCluster,
                pod.image(),
                pod.appliedSpec(),
                pod.askedSpec(),
                pod.seed());
    }

    /** A pod made from the first specification while the second one was asked for. */
    public static ObservedPod madeFrom(ObservedPod pod, String applied, String asked, Instant createdAt) {
        return new ObservedPod(
                pod.name(),
                pod.uid(),
                pod.phase(),
                pod.ready(),
                createdAt,
                pod.deletedSince(),
                pod.nodeGoneSince(),
                pod.role(),
                pod.trouble(),
                pod.initialCluster(),
                template(applied).image(),
                AppliedSpec.of(template(applied)),
                asked.isEmpty() ? Map.of() : AppliedSpec.of(template(asked)),
                pod.seed());
    }

    /** What this specification asks members to be made from. */
    public static MemberTemplate template(String spec) {
        return IMAGE.template(new KubernetesSerialization().unmarshal(spec, EtcdClusterSpec.class));
    }

    private static ObservedPod pod(
            ObservedPod pod,
            ObservedPod.Phase phase,
            boolean ready,
            Optional<Instant> nodeGoneSince,
            String role,
            String trouble) {
        return new ObservedPod(
                pod.name(),
                pod.uid(),
                phase,
                ready,
                pod.createdAt(),
                pod.deletedSince(),
                nodeGoneSince,
                role,
                trouble,
                pod.initialCluster(),
                pod.image(),
                pod.appliedSpec(),
                pod.askedSpec(),
                pod.seed());
    }

    /** The {@code --initial-cluster} of these members. */
    public static String initialCluster(String... letters) {
        return List.of(letters).stream()
                .map(each -> name(each) + "=" + ADDRESSES.peerUrl(KEY, name(each), true))
                .collect(Collectors.joining(","));
    }

    public ObservedCluster seen() {
        var wanted = new KubernetesSerialization().unmarshal(spec, EtcdClusterSpec.class);
        return new ObservedCluster(
                KEY,
                1,
                "100",
                wanted,
                specFaults,
                IMAGE.template(wanted),
                withMembers(),
                pods,
                earlierPods,
                volumes,
                new TreeMap<>(secrets),
                Optional.of("10.96.0.7"),
                lostQuorum
                        .<Membership>map(why -> new Membership.Unknown(why, new TreeMap<>()))
                        .orElseGet(() -> new Membership.Known(answeredId, members, foreign)),
                identity,
                name("new"),
                NOW);
    }

    private EtcdClusterStatus withMembers() {
        if (since.isEmpty()) {
            return status;
        }
        var table = since.entrySet().stream()
                .map(each -> new MemberStatus(
                        each.getKey(),
                        Long.toHexString(members.get(each.getKey()).id()),
                        members.get(each.getKey()).learner() ? MemberRole.LEARNER : MemberRole.VOTER,
                        true,
                        each.getValue().toString(),
                        null))
                .toList();
        return new EtcdClusterStatus(
                null,
                null,
                status.clusterId(),
                null,
                null,
                null,
                table,
                status.currentStep(),
                null,
                null,
                null,
                status.template(),
                status.certificateAuthority());
    }
}
