// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.observe;

import dev.cairn.crds.cluster.EtcdClusterSpec;
import dev.cairn.crds.cluster.TlsMode;
import dev.cairn.operator.etcd.EndpointStatus;
import dev.cairn.operator.etcd.EtcdAdmin;
import dev.cairn.operator.etcd.EtcdConnector;
import dev.cairn.operator.etcd.EtcdFailure;
import dev.cairn.operator.etcd.EtcdMember;
import dev.cairn.operator.etcd.HashKv;
import dev.cairn.operator.etcd.MemberIds;
import dev.cairn.operator.etcd.MemberList;
import dev.cairn.operator.etcd.RaisedAlarm;
import dev.cairn.operator.etcd.TlsIdentity;
import dev.cairn.operator.naming.AddressBook;
import dev.cairn.operator.naming.ClusterKey;
import dev.cairn.operator.recovery.observe.RecoveryView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the members: each for itself, all at once, and then one for the list a quorum agrees on. */
public final class MemberProber {
    private static final Logger LOG = LoggerFactory.getLogger(MemberProber.class);

    private final AddressBook addresses;
    private final EtcdConnector connector;
    private final Executor executor;

    public MemberProber(AddressBook addresses, EtcdConnector connector, Executor executor) {
        this.addresses = addresses;
        this.connector = connector;
        this.executor = executor;
    }

    /** Who belongs to the cluster, as far as its members say. */
    public Membership probe(
            ClusterKey key, EtcdClusterSpec spec, SortedMap<String, ObservedPod> pods, Optional<TlsIdentity> identity) {
        boolean tls = spec.tls() == null || spec.tls().mode() != TlsMode.DISABLED;
        if (tls && identity.isEmpty()) {
            return new Membership.Unknown("the operator has no certificate to show to members yet", new TreeMap<>());
        }
        var answers = new TreeMap<String, EndpointStatus>();
        var failures = new ArrayList<String>();
        asked(key, tls, pods, identity).forEach((member, answer) -> {
            switch (answer.join()) {
                case EndpointStatus status -> answers.put(member, status);
                case EtcdFailure failure -> failures.add(failure.getMessage());
                default -> throw new IllegalStateException("neither an answer nor a failure");
            }
        });
        for (String member : voteFirst(answers)) {
            try {
                return known(key, at(key, member, tls, identity).members(), answers);
            } catch (EtcdFailure e) {
                failures.add(e.getMessage());
            }
        }
        return new Membership.Unknown(
                failures.isEmpty() ? "no member's pod runs" : String.join("; ", failures), answers);
    }

    /** A closer look at a member that answers; empty where it, or a quorum, does not. */
    public Optional<MemberCheck> check(
            ClusterKey key,
            EtcdClusterSpec spec,
            Membership membership,
            Optional<TlsIdentity> identity,
            String member) {
        boolean tls = spec.tls() == null || spec.tls().mode() != TlsMode.DISABLED;
        return membership instanceof Membership.Known known
                ? Optional.ofNullable(known.members().get(member))
                        .filter(ObservedMember::answers)
                        .map(each -> new MemberChecker(name -> at(key, name, tls, identity)).check(known, each))
                : Optional.empty();
    }

    /**
     * Once CORRUPT is raised: what the keys of each member hash to, at the newest revision that all have. A pass over all
     * keys for each; whoever does not answer is left out.
     */
    public SortedMap<String, HashKv> hashes(
            ClusterKey key, EtcdClusterSpec spec, Membership membership, Optional<TlsIdentity> identity) {
        var hashes = new TreeMap<String, HashKv>();
        if (!(membership instanceof Membership.Known known) || !corrupt(known)) {
            return hashes;
        }
        boolean tls = spec.tls() == null || spec.tls().mode() != TlsMode.DISABLED;
        long revision = known.members().values().stream()
                .flatMap(each -> each.answer().stream())
                .mapToLong(EndpointStatus::revision)
                .min()
                .orElse(0);
        for (ObservedMember each : known.members().values()) {
            if (each.answers() && revision > 0) {
                try {
                    hashes.put(each.name(), at(key, each.name(), tls, identity).hashKv(revision));
                } catch (EtcdFailure e) {
                    LOG.info("{}: no hash of {}: {}", key, each.name(), e.getMessage());
                }
            }
        }
        return hashes;
    }

    private static boolean corrupt(Membership.Known known) {
        return known.members().values().stream()
                .flatMap(each -> each.answer().stream())
                .flatMap(each -> each.alarms().stream())
                .anyMatch(each -> RaisedAlarm.CORRUPT.equals(each.type()));
    }

    /** How many keys a member holds at a revision; empty where it does not answer, HIDDEN where it does not tell. */
    Optional<Long> keysAt(
            ClusterKey key, EtcdClusterSpec spec, Optional<TlsIdentity> identity, String member, long revision) {
        boolean tls = spec.tls() == null || spec.tls().mode() != TlsMode.DISABLED;
        try {
            return Optional.of(at(key, member, tls, identity).keysAt(revision));
        } catch (EtcdFailure e) {
            return e.kind() == EtcdFailure.Kind.FORBIDDEN ? Optional.of(RecoveryView.HIDDEN) : Optional.empty();
        }
    }

    private Map<String, CompletableFuture<Object>> asked(
            ClusterKey key, boolean tls, SortedMap<String, ObservedPod> pods, Optional<TlsIdentity> identity) {
        var answers = new LinkedHashMap<String, CompletableFuture<Object>>();
        pods.forEach((member, pod) -> {
            if (pod.mayAnswer()) {
                answers.put(
                        member,
                        CompletableFuture.supplyAsync(
                                () -> {
                                    try {
                                        return at(key, member, tls, identity).status();
                                    } catch (EtcdFailure e) {
                                        return e;
                                    }
                                },
                                executor));
            }
        });
        return answers;
    }

    private EtcdAdmin at(ClusterKey key, String member, boolean tls, Optional<TlsIdentity> identity) {
        return connector.to(addresses.clientUrl(key, member, tls), identity);
    }

    /** Learners answer no list; the leader answers soonest. */
    private static List<String> voteFirst(SortedMap<String, EndpointStatus> answers) {
        return answers.entrySet().stream()
                .filter(each -> !each.getValue().learner())
                .sorted(Comparator.comparing(each -> !each.getValue().leads()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Membership known(ClusterKey key, MemberList list, SortedMap<String, EndpointStatus> answers) {
        var members = new TreeMap<String, ObservedMember>();
        var foreign = new ArrayList<ObservedMember>();
        for (EtcdMember each : list.members()) {
            String url = each.peerUrls().isEmpty() ? "" : each.peerUrls().getFirst();
            Optional<String> name = url.isEmpty() ? Optional.empty() : addresses.memberAt(key, url);
            Optional<EndpointStatus> answer = name.map(answers::get).filter(status -> status.memberId() == each.id());
            var member = new ObservedMember(
                    name.orElse(each.name()), each.id(), url, each.learner(), each.started(), answer);
            if (name.isPresent()) {
                members.put(name.get(), member);
            } else {
                foreign.add(member);
            }
        }
        return new Membership.Known(MemberIds.hex(list.clusterId()), members, foreign);
    }
}
