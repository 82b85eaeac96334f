// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import dev.cairn.operator.cluster.observe.Membership;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedSecret;
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

/** Which certificates a managed CA has to issue now, and whose Secrets have outlived their member. */
public final class CertificatePlan {
    private final AddressBook addresses;

    public CertificatePlan(AddressBook addresses) {
        this.addresses = addresses;
    }

    /**
     * A certificate to issue, into this Secret.
     *
     * @param member whose it is; empty for the clients'
     */
    public record Issue(String secret, Optional<String> member, Leaf leaf) {}

    /**
     * Certificates that are missing, due for renewal, of another CA or of other names than they should bear.
     *
     * @param caKeyId which key signs
     */
    public List<Issue> toIssue(ObservedCluster seen, Step step, String caKeyId) {
        var wanted = new ArrayList<Issue>();
        wanted.add(new Issue(
                seen.key().clientTlsSecret(),
                Optional.empty(),
                new Leaf(seen.key().name() + "-client", List.of())));
        for (String member : members(seen, step)) {
            var names = new ArrayList<>(addresses.certificateNames(seen.key(), member));
            seen.clientServiceIp().ifPresent(names::add);
            wanted.add(new Issue(ClusterKey.memberTlsSecret(member), Optional.of(member), new Leaf(member, names)));
        }
        return wanted.stream().filter(each -> due(seen, each, caKeyId)).toList();
    }

    /** Members' Secrets that belong to no member, pod or volume any more. */
    public List<String> toPrune(ObservedCluster seen, Step step) {
        if (!(seen.membership() instanceof Membership.Known known)
                || !known.foreign().isEmpty()) {
            return List.of();
        }
        SortedSet<String> members = members(seen, step);
        return seen.secrets().values().stream()
                .filter(each -> each.member().isPresent()
                        && !members.contains(each.member().get()))
                .map(ObservedSecret::name)
                .toList();
    }

    private static SortedSet<String> members(ObservedCluster seen, Step step) {
        var members = new TreeSet<String>();
        members.addAll(seen.pods().keySet());
        members.addAll(seen.volumes().keySet());
        if (seen.membership() instanceof Membership.Known known) {
            members.addAll(known.members().keySet());
        }
        if (!(step instanceof Step.RemoveMember)) {
            step.member().ifPresent(members::add);
        }
        return members;
    }

    private static boolean due(ObservedCluster seen, Issue wanted, String caKeyId) {
        ObservedSecret there = seen.secrets().get(wanted.secret());
        if (there == null || !there.usable()) {
            return true;
        }
        CertificateFacts facts = there.certificate().orElseThrow();
        return there.earlier()
                || facts.dueForRenewal(seen.now())
                || !facts.issuerKeyId().equals(caKeyId)
                || !there.trusts().orElseThrow().equals(caKeyId)
                || !facts.names().equals(CertificateReader.spelled(wanted.leaf().names()));
    }
}
