// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import dev.cairn.crds.cluster.TlsMode;
import dev.cairn.operator.cluster.observe.Membership;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedSecret;
import dev.cairn.operator.cluster.validate.AuthorityCheck;
import dev.cairn.operator.naming.AddressBook;
import dev.cairn.operator.naming.ClusterKey;
import dev.cairn.operator.tls.CertificateFacts;
import dev.cairn.operator.tls.CertificateReader;
import dev.cairn.operator.tls.Leaf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A managed cluster's certificates: its CA, made once and published; leaves for clients and members, issued and renewed
 * as they are due; away with those of former members.
 */
final class CertificatePlan {
    private final AddressBook addresses;

    CertificatePlan(AddressBook addresses) {
        this.addresses = addresses;
    }

    /** Whether a member has no certificate that it could start with: one of the CA in use, and not an earlier cluster's. */
    static boolean lacks(ObservedCluster seen, String member) {
        if (seen.tlsMode() != TlsMode.MANAGED) {
            return false;
        }
        ObservedSecret there = seen.secrets().get(ClusterKey.memberTlsSecret(member));
        if (there == null || there.earlier() || !there.usable()) {
            return true;
        }
        String issuer = there.certificate().orElseThrow().issuerKeyId();
        return Optional.ofNullable(seen.secrets().get(seen.key().caKeySecret()))
                .flatMap(ObservedSecret::certificate)
                .map(ca -> !ca.keyId().equals(issuer))
                .orElse(false);
    }

    /** What is due; empty when nothing is, or nothing can be issued. */
    Optional<Step> next(ObservedCluster seen) {
        if (seen.tlsMode() != TlsMode.MANAGED) {
            return Optional.empty();
        }
        if (AuthorityCheck.problem(seen).isPresent()) {
            // While its key is not to be used, the certificate stays published: members' own Secrets hold it.
            return AuthorityCheck.trusted(seen)
                    .filter(trusted -> holds(seen, trusted))
                    .flatMap(trusted -> publish(seen, trusted));
        }
        ObservedSecret key = seen.secrets().get(seen.key().caKeySecret());
        if (AuthorityCheck.mayMake(seen)) {
            return Optional.of(new Step.CreateAuthority(
                    Optional.ofNullable(key).map(ObservedSecret::uid), "the cluster gets a CA of its own"));
        }
        String caKeyId = key.certificate().orElseThrow().keyId();
        return publish(seen, caKeyId).or(() -> issue(seen, caKeyId)).or(() -> prune(seen));
    }

    private static boolean holds(ObservedCluster seen, String trusted) {
        return seen.secrets().values().stream()
                .anyMatch(each -> !each.name().equals(seen.key().caSecret())
                        && each.trusts().equals(Optional.of(trusted)));
    }

    private static Optional<Step> publish(ObservedCluster seen, String caKeyId) {
        String name = seen.key().caSecret();
        boolean published = Optional.ofNullable(seen.secrets().get(name))
                .filter(each -> !each.earlier())
                .flatMap(ObservedSecret::trusts)
                .map(caKeyId::equals)
                .orElse(false);
        return published
                ? Optional.empty()
                : Optional.of(new Step.PublishAuthority(
                        caKeyId, "Secret " + name + " gets the certificate of the CA in use, for whoever verifies"));
    }

    private record Wanted(String secret, Optional<String> member, Leaf leaf) {}

    private Optional<Step> issue(ObservedCluster seen, String caKeyId) {
        var clients = new Wanted(
                seen.key().clientTlsSecret(),
                Optional.empty(),
                new Leaf(seen.key().name() + "-client", List.of()));
        return Stream.concat(Stream.of(clients), members(seen).stream().map(each -> wanted(seen, each)))
                .flatMap(each -> why(seen, each, caKeyId)
                        .map(why -> (Step) new Step.IssueCertificate(
                                each.secret(),
                                each.member(),
                                each.leaf(),
                                caKeyId,
                                each.member().orElse("the clients") + " get"
                                        + (each.member().isPresent() ? "s" : "") + " a certificate: " + why))
                        .stream())
                .findFirst();
    }

    private Wanted wanted(ObservedCluster seen, String member) {
        var names = new ArrayList<>(addresses.certificateNames(seen.key(), member));
        seen.clientServiceIp().ifPresent(names::add);
        return new Wanted(ClusterKey.memberTlsSecret(member), Optional.of(member), new Leaf(member, names));
    }

    /** Why another one is due; empty where the one that is there will do. */
    private static Optional<String> why(ObservedCluster seen, Wanted wanted, String caKeyId) {
        ObservedSecret there = seen.secrets().get(wanted.secret());
        if (there == null || there.earlier()) {
            return Optional.of("there is none");
        }
        if (!there.usable()) {
            return Optional.of("what is there cannot be used");
        }
        CertificateFacts facts = there.certificate().orElseThrow();
        if (!facts.issuerKeyId().equals(caKeyId)
                || !there.trusts().orElseThrow().equals(caKeyId)) {
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
                        each.member().get(),
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
