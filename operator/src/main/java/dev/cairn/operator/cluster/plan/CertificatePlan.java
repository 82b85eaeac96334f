// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import dev.cairn.crds.cluster.TlsClient;
import dev.cairn.crds.cluster.TlsMode;
import dev.cairn.operator.cluster.observe.Membership;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedSecret;
import dev.cairn.operator.cluster.validate.AuthorityCheck;
import dev.cairn.operator.cluster.validate.Trust;
import dev.cairn.operator.naming.AddressBook;
import dev.cairn.operator.naming.ClusterKey;
import dev.cairn.operator.naming.Labels;
import dev.cairn.operator.tls.CertificateFacts;
import dev.cairn.operator.tls.CertificateReader;
import dev.cairn.operator.tls.Leaf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A managed cluster's certificates: its CA, made and published; leaves for the operator, clients and members, issued and
 * renewed as they are due; away with those of former members and clients; and then, with all of that as it should be, one
 * CA after the other.
 */
public final class CertificatePlan {
    /** etcd's own first user: with authentication switched on, the operator goes on as before. */
    private static final String OPERATORS_USER = "root";

    private final AddressBook addresses;

    CertificatePlan(AddressBook addresses) {
        this.addresses = addresses;
    }

    /** Whether a member has no certificate that it could start with: one of the CA in use, and not an earlier cluster's. */
    static boolean lacks(ObservedCluster seen, String member) {
        if (!seen.keepsCertificates()) {
            return false;
        }
        ObservedSecret there = seen.secrets().get(ClusterKey.memberTlsSecret(member));
        if (there == null || there.earlier() || !there.usable()) {
            return true;
        }
        return Trust.of(seen)
                .map(trust -> !trust.trusted().contains(there.issuer().orElseThrow()))
                .orElse(false);
    }

    /** What is due; empty when nothing is, or nothing can be issued. */
    Optional<Step> next(ObservedCluster seen) {
        if (!seen.keepsCertificates()) {
            return Optional.empty();
        }
        List<WantedCertificate> wanted = wanted(seen);
        if (seen.tlsMode() == TlsMode.CERT_MANAGER) {
            return IssuerPlan.request(seen, wanted).or(() -> following(seen, wanted));
        }
        if (AuthorityCheck.mayMake(seen)) {
            return Optional.of(new Step.CreateAuthority(
                    Optional.ofNullable(seen.secrets().get(seen.key().caKeySecret()))
                            .map(ObservedSecret::uid),
                    seen.rotationAsked(),
                    CertificateTerms.of(seen).authority(),
                    "the cluster gets a CA of its own"));
        }
        return following(seen, wanted);
    }

    private static Optional<Step> following(ObservedCluster seen, List<WantedCertificate> wanted) {
        return Trust.of(seen)
                .filter(Trust::known)
                .flatMap(trust -> AuthorityRotation.tidy(seen, trust)
                        .or(() -> publish(seen, trust))
                        .or(() -> issue(seen, wanted, trust))
                        .or(() -> prune(seen))
                        .or(() -> IssuerPlan.prune(seen, wanted, trust))
                        .or(() -> AuthorityRotation.next(seen, trust)));
    }

    private static Optional<Step> publish(ObservedCluster seen, Trust trust) {
        String name = seen.key().caSecret();
        boolean published = Optional.ofNullable(seen.secrets().get(name))
                .filter(each -> !each.earlier() && each.trusts().equals(trust.trusted()))
                .filter(each -> trust.trusted().size() == 1
                        || AuthorityRotation.publishedSince(seen).isPresent())
                .isPresent();
        return published
                ? Optional.empty()
                : Optional.of(new Step.PublishAuthority(
                        trust.trusted(),
                        "Secret " + name + " gets the certificate of the CA in use, for whoever verifies"));
    }

    private List<WantedCertificate> wanted(ObservedCluster seen) {
        return Stream.concat(clients(seen), members(seen).stream().map(each -> wanted(seen, each)))
                .toList();
    }

    private static Optional<Step> issue(ObservedCluster seen, List<WantedCertificate> wanted, Trust trust) {
        return wanted.stream()
                .flatMap(each -> (seen.tlsMode() == TlsMode.CERT_MANAGER
                                ? IssuerPlan.takeOver(seen, each, trust)
                                : issue(seen, each, trust))
                        .or(() -> spread(seen, each, trust)).stream())
                .findFirst();
    }

    private static Optional<Step> issue(ObservedCluster seen, WantedCertificate wanted, Trust trust) {
        Optional<String> why = trust.keyed() ? why(seen, wanted, trust) : Optional.empty();
        return why.map(each -> new Step.IssueCertificate(
                wanted.secret(),
                wanted.member(),
                wanted.client(),
                wanted.leaf(),
                CertificateTerms.of(seen).leaf(),
                trust.current(),
                trust.trusted(),
                wanted.whose() + " gets a certificate: " + each));
    }

    private static Optional<Step> spread(ObservedCluster seen, WantedCertificate wanted, Trust trust) {
        return Optional.ofNullable(seen.secrets().get(wanted.secret()))
                .filter(each ->
                        each.usable() && !each.earlier() && !each.trusts().equals(trust.trusted()))
                .map(each -> new Step.SpreadTrust(
                        wanted.secret(),
                        wanted.member(),
                        each.uid(),
                        trust.trusted(),
                        wanted.whose() + " is told which CAs to trust: " + String.join(", ", trust.trusted())));
    }

    /** The operator first: it is to see what becomes of the others. */
    private static Stream<WantedCertificate> clients(ObservedCluster seen) {
        var own = new WantedCertificate(
                seen.key().operatorTlsSecret(), Optional.empty(), Optional.empty(), Leaf.client(OPERATORS_USER));
        var shared = new WantedCertificate(
                seen.key().clientTlsSecret(),
                Optional.empty(),
                Optional.empty(),
                Leaf.client(seen.key().name() + "-client"));
        return Stream.concat(
                Stream.of(own, shared),
                named(seen)
                        .filter(each -> !taken(seen, seen.key().secretOf(each)))
                        .map(each -> new WantedCertificate(
                                seen.key().secretOf(each),
                                Optional.empty(),
                                Optional.of(each.name()),
                                Leaf.client(each.name()))));
    }

    private static Stream<TlsClient> named(ObservedCluster seen) {
        return seen.spec().tls() == null || seen.spec().tls().clients() == null
                ? Stream.empty()
                : seen.spec().tls().clients().stream();
    }

    /** A Secret of this name is there and is not the operator's: nothing is written over it. */
    private static boolean taken(ObservedCluster seen, String secret) {
        return Optional.ofNullable(seen.secrets().get(secret))
                .filter(each -> each.note(Labels.CLIENT).isEmpty()
                        || !each.note(Labels.CLUSTER)
                                .equals(Optional.of(seen.key().name())))
                .isPresent();
    }

    /** The Secrets that clients of the specification are to get and do not, as somebody else's are in their place. */
    public static List<String> taken(ObservedCluster seen) {
        return named(seen)
                .map(seen.key()::secretOf)
                .filter(each -> taken(seen, each))
                .toList();
    }

    private WantedCertificate wanted(ObservedCluster seen, String member) {
        var names = new ArrayList<>(addresses.certificateNames(seen.key(), member));
        seen.clientServiceIp().ifPresent(names::add);
        return new WantedCertificate(
                ClusterKey.memberTlsSecret(member), Optional.of(member), Optional.empty(), new Leaf(member, names));
    }

    /** Why another one is due; empty where the one that is there will do. */
    private static Optional<String> why(ObservedCluster seen, WantedCertificate wanted, Trust trust) {
        ObservedSecret there = seen.secrets().get(wanted.secret());
        if (there == null || there.earlier()) {
            return Optional.of("there is none");
        }
        if (!there.usable()) {
            return Optional.of("what is there cannot be used");
        }
        CertificateFacts facts = there.certificate().orElseThrow();
        if (!there.note(Labels.CLIENT).equals(wanted.client())) {
            return Optional.of("the one there is another client's");
        }
        if (!facts.issuerKeyId().equals(trust.current())) {
            return Optional.of("the one there is another CA's");
        }
        if (!facts.names().equals(CertificateReader.spelled(wanted.leaf().names()))) {
            return Optional.of("the one there bears other names");
        }
        return facts.dueForRenewal(seen.now())
                ? Optional.of("the one there ends " + facts.notAfter())
                : Optional.empty();
    }

    private static Optional<Step> prune(ObservedCluster seen) {
        return pruneClient(seen).or(() -> pruneMember(seen));
    }

    /** The Secret of a client that is not listed any more, or is listed with another Secret. */
    private static Optional<Step> pruneClient(ObservedCluster seen) {
        Set<String> wanted = named(seen).map(seen.key()::secretOf).collect(Collectors.toSet());
        return seen.secrets().values().stream()
                .filter(each ->
                        each.note(Labels.CLIENT).isPresent() && !each.earlier() && !wanted.contains(each.name()))
                .findFirst()
                .map(each -> new Step.DeleteCertificate(
                        Optional.empty(),
                        each.name(),
                        each.uid(),
                        "spec.tls.clients does not list "
                                + each.note(Labels.CLIENT).get() + " with Secret " + each.name()
                                + " any more: it goes"));
    }

    private static Optional<Step> pruneMember(ObservedCluster seen) {
        if (!(seen.membership() instanceof Membership.Known known)
                || !known.foreign().isEmpty()) {
            return Optional.empty();
        }
        SortedSet<String> members = members(seen);
        return seen.secrets().values().stream()
                .filter(each -> each.member().isPresent()
                        && !members.contains(each.member().get()))
                .findFirst()
                .map(each -> new Step.DeleteCertificate(
                        each.member(),
                        each.name(),
                        each.uid(),
                        each.member().get() + " is not a member: its certificate goes"));
    }

    /** Members, and whoever has a pod or a volume. */
    private static SortedSet<String> members(ObservedCluster seen) {
        var members = new TreeSet<String>();
        members.addAll(seen.pods().keySet());
        members.addAll(seen.volumes().keySet());
        if (seen.membership() instanceof Membership.Known known) {
            members.addAll(known.members().keySet());
        }
        return members;
    }
}
