// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.testkit;

import dev.cairn.crds.cluster.EtcdClusterSpec;
import dev.cairn.crds.cluster.EtcdClusterStatus;
import dev.cairn.crds.cluster.MemberTemplate;
import dev.cairn.crds.cluster.status.StepStatus;
import dev.cairn.operator.cluster.desired.AppliedSpec;
import dev.cairn.operator.cluster.desired.MemberImage;
import dev.cairn.operator.cluster.observe.MemberCheck;
import dev.cairn.operator.cluster.observe.Membership;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedMember;
import dev.cairn.operator.cluster.observe.ObservedPod;
import dev.cairn.operator.cluster.observe.ObservedSecret;
import dev.cairn.operator.cluster.observe.ObservedVolume;
import dev.cairn.operator.cluster.observe.WireView;
import dev.cairn.operator.cluster.plan.ServicePlan;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.cluster.snapshot.BackupView;
import dev.cairn.operator.etcd.EndpointStatus;
import dev.cairn.operator.etcd.HashKv;
import dev.cairn.operator.etcd.TlsIdentity;
import dev.cairn.operator.naming.AddressBook;
import dev.cairn.operator.naming.ClusterKey;
import dev.cairn.operator.naming.DnsAddressBook;
import dev.cairn.operator.recovery.observe.RecoveryView;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A look at a cluster, told line by line. Members are named {@code demo-a}, {@code demo-b} …; told by their letter. */
public final class World {
    public static final ClusterKey KEY = new ClusterKey("default", "demo", "uid-1");
    public static final AddressBook ADDRESSES = new DnsAddressBook("cluster.local");
    public static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    public static final String CLUSTER_ID = "c1";
    /** Key identifier of the CA that is in use. */
    public static final String CA = "ca";
    /** Of the one that is made to take its place. */
    public static final String NEXT_CA = "ca2";

    static final String SERVICE_IP = "10.96.0.7";
    public static final MemberImage IMAGE = new MemberImage("etcd-node:1");

    private String spec = "replicas: 3";
    private EtcdClusterStatus status = ObservedCluster.NO_STATUS;
    private final SortedMap<String, ObservedPod> pods = new TreeMap<>();
    private final SortedSet<String> earlierPods = new TreeSet<>();
    private final SortedMap<String, ObservedVolume> volumes = new TreeMap<>();
    private final SortedMap<String, ObservedMember> members = new TreeMap<>();
    private final List<ObservedMember> foreign = new ArrayList<>();
    private final Map<String, Instant> since = new TreeMap<>();
    private final IssuedSecrets secrets = new IssuedSecrets();
    private Optional<String> lostQuorum = Optional.of("no member's pod runs");
    private String answeredId = CLUSTER_ID;
    private Optional<TlsIdentity> identity = Optional.of(new TlsIdentity("", "", ""));
    private List<String> specFaults = List.of();
    private Optional<MemberCheck> check = Optional.empty();
    private Optional<String> restart = Optional.empty();
    private String fresh = "new";
    private Instant now = NOW;
    private Optional<String> rotationAsked = Optional.empty();
    private final SortedMap<String, WireView> wire = new TreeMap<>();
    private final Set<String> missing = new TreeSet<>();
    private final Map<String, HasMetadata> changed = new TreeMap<>();
    private final SortedMap<String, EndpointStatus> survivors = new TreeMap<>();

    private final List<BackupView> backups = new ArrayList<>();
    private final SortedMap<String, HashKv> hashes = new TreeMap<>();
    private RecoveryView recovery = RecoveryView.NONE;

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

    /** Without a quorum: this member answers for itself. */
    public World survives(String letter, long term, long appliedIndex) {
        survivors.put(name(letter), Answers.survivor(id(letter), term, appliedIndex));
        return this;
    }

    /** Every member that answers tells of these alarms, in etcd's words. */
    public World alarms(String... words) {
        return answers(answer -> Answers.alarmed(answer, words));
    }

    /** Whoever answers says something else. */
    public World answers(UnaryOperator<EndpointStatus> change) {
        members.replaceAll((name, each) -> Effects.answering(each, change));
        return this;
    }

    /** This member says something else. */
    public World answers(String letter, UnaryOperator<EndpointStatus> change) {
        members.computeIfPresent(name(letter), (name, each) -> Effects.answering(each, change));
        return this;
    }

    /** Its keys were compared with another's, as it was remade. */
    public World checked(String letter, MemberCheck.Data data) {
        check = Optional.of(new MemberCheck(name(letter), true, data, "as compared"));
        return this;
    }

    /** The annotation that asks for a restart. */
    public World restart(String value) {
        restart = Optional.of(value);
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

    /** After CORRUPT: what this member's keys hash to at revision 50. */
    public World hash(String letter, long hash) {
        hashes.put(name(letter), new HashKv(hash, 1, 50));
        return this;
    }

    /** What was claimed for a member's volume. */
    public World claim(String letter, long bytes, String storageClass, boolean expandable) {
        volumes.computeIfPresent(
                name(letter),
                (name, each) -> Volumes.of(
                        each,
                        each.terminating(),
                        each.askedSpec(),
                        new ObservedVolume.Claim(bytes, Optional.ofNullable(storageClass), expandable)));
        return this;
    }

    /** A person's EtcdBackup of this cluster. */
    public World backup(String name) {
        backups.add(Backups.of(name, false, Optional.empty(), Optional.empty()));
        return this;
    }

    /** What has become of the EtcdBackup that was asked for; its name is the status'. */
    public World asked(boolean stored, boolean failed) {
        backups.add(Backups.of(
                status.lastSnapshot().backup(),
                true,
                stored ? Optional.of(Backups.SNAPSHOT) : Optional.empty(),
                failed ? Optional.of("AccessDenied: no") : Optional.empty()));
        return this;
    }

    /** The volume's next pod is to be made from this specification. */
    public World volumeAsks(String letter, String specification) {
        return volumeAsks(letter, AppliedSpec.of(template(specification)));
    }

    World volumeAsks(String letter, Map<String, String> parts) {
        volumes.computeIfPresent(
                name(letter), (name, each) -> Volumes.of(each, each.terminating(), parts, each.claim()));
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
        pod(letter, pod -> Pods.withRole(pod, "learner", false));
        return volume(letter, CLUSTER_ID);
    }

    private World member(String letter, boolean learner, boolean started) {
        boolean leads = members.isEmpty() && started;
        var answer = started
                ? Optional.of(new EndpointStatus(
                        0xc1,
                        id(letter),
                        "3.7.1",
                        leads ? id(letter) : leader(),
                        2,
                        100,
                        50,
                        learner,
                        List.of(),
                        EndpointStatus.Size.UNKNOWN,
                        Optional.empty()))
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
        var plain = Pods.plain(name(letter), "pod-" + letter, NOW.minusSeconds(3600 - letter.charAt(0)));
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
        volumes.put(name(letter), Volumes.holding(name(letter), "pvc-" + letter, clusterId));
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
        volumes.computeIfPresent(name(letter), (name, each) -> Volumes.of(each, true, each.askedSpec(), each.claim()));
        return this;
    }

    /** It is no member any more, and nothing of it is left. */
    public World without(String letter) {
        removed(name(letter));
        return noPod(letter).noVolume(letter);
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

    /** The CA is here and published, and whoever may need a certificate has one. */
    public World certified() {
        secrets.certify();
        return this;
    }

    /** The Service, the budget or the Secret of this name is missing. */
    public World lacking(String name) {
        missing.add(name);
        return this;
    }

    private Map<String, ObservedSecret> allSecrets() {
        var known = new TreeSet<String>();
        Stream.of(pods.keySet(), volumes.keySet(), members.keySet()).forEach(known::addAll);
        return secrets.all(known, missing);
    }

    public World secret(ObservedSecret secret) {
        secrets.put(secret);
        return this;
    }

    /** A specification from its YAML. */
    public static EtcdClusterSpec specification(String yaml) {
        return new KubernetesSerialization().unmarshal(yaml, EtcdClusterSpec.class);
    }

    /** What this specification asks members to be made from. */
    public static MemberTemplate template(String spec) {
        return IMAGE.template(specification(spec), Optional.empty(), ObservedCluster.NO_STATUS);
    }

    /** The {@code --initial-cluster} of these members. */
    public static String initialCluster(String... letters) {
        return List.of(letters).stream()
                .map(each -> name(each) + "=" + ADDRESSES.peerUrl(KEY, name(each), true))
                .collect(Collectors.joining(","));
    }

    /** Someone has changed it. */
    public World companion(HasMetadata object) {
        changed.put(object.getMetadata().getName(), object);
        return this;
    }

    /** Services, budget and certificates stay as they are now, whatever becomes of the members. */
    public World asItIs() {
        ObservedCluster seen = seen();
        changed.putAll(seen.companions());
        secrets.keep(seen.secrets());
        return this;
    }

    /** The name that the next new member gets. */
    public World fresh(String letter) {
        fresh = letter;
        return this;
    }

    /** A step is announced and taken, and what it is to bring about is so: pods are ready at once. */
    public World after(Step.Mutation step) {
        return Effects.of(intent(step.name(), step.subject().orElse(null)), step);
    }

    void gone(String companion) {
        missing.add(companion);
    }

    void certificates(Step.Aside step) {
        status = secrets.after(step, status, now);
    }

    void applied(HasMetadata object) {
        missing.remove(object.getMetadata().getName());
        changed.put(Certificates.key(object), object);
    }

    void removed(String member) {
        members.remove(member);
    }

    void votes(String letter) {
        lostQuorum = Optional.empty();
        member(letter, false, true);
    }

    public ObservedCluster seen() {
        ObservedCluster alone = seen(new TreeMap<>());
        var companions = new TreeMap<String, HasMetadata>();
        ServicePlan.wanted(alone)
                .values()
                .forEach(each -> companions.put(each.getMetadata().getName(), each));
        companions.computeIfPresent(KEY.clientService(), (name, each) -> {
            ((Service) each).getSpec().setClusterIP(SERVICE_IP);
            return each;
        });
        companions.putAll(changed);
        companions.keySet().removeAll(missing);
        return seen(companions);
    }

    private ObservedCluster seen(SortedMap<String, HasMetadata> companions) {
        var wanted = new KubernetesSerialization().unmarshal(spec, EtcdClusterSpec.class);
        return new ObservedCluster(
                KEY,
                1,
                "100",
                wanted,
                specFaults,
                IMAGE.template(wanted, restart, status),
                MemberTables.known(status, since, members),
                pods,
                earlierPods,
                volumes,
                new TreeMap<>(allSecrets()),
                companions,
                lostQuorum
                        .<Membership>map(why -> new Membership.Unknown(why, survivors))
                        .orElseGet(() -> new Membership.Known(answeredId, members, foreign)),
                check.or(() -> Effects.wellChecked(status, pods)),
                hashes,
                backups,
                identity,
                wire,
                rotationAsked,
                recovery,
                name(fresh),
                now);
    }

    /** What there is of a recovery besides. */
    public World recovery(UnaryOperator<RecoveryView> change) {
        recovery = change.apply(recovery);
        return this;
    }

    /** The resource bears the annotation that asks for a new CA. */
    public World rotate(String value) {
        rotationAsked = Optional.of(value);
        return this;
    }

    /** Time passes; certificates stay as they are. */
    public World later(Duration by) {
        now = now.plus(by);
        return this;
    }

    /** Members have loaded what their Secrets hold, and a client with a certificate of this CA was tried on them. */
    public World loaded(String caKeyId, String... letters) {
        List.of(letters)
                .forEach(each ->
                        wire.put(name(each), Certificates.loaded(allSecrets().get(name(each) + "-tls"), caKeyId)));
        return this;
    }
}
