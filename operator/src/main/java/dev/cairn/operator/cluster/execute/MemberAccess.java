// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.execute;

import dev.cairn.operator.cluster.observe.Membership;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedMember;
import dev.cairn.operator.etcd.EtcdAdmin;
import dev.cairn.operator.etcd.EtcdConnector;
import dev.cairn.operator.etcd.EtcdFailure;
import dev.cairn.operator.naming.AddressBook;
import java.util.Comparator;
import java.util.List;

/** Which member to ask. */
final class MemberAccess {
    private final AddressBook addresses;
    private final EtcdConnector connector;

    MemberAccess(AddressBook addresses, EtcdConnector connector) {
        this.addresses = addresses;
        this.connector = connector;
    }

    /** A member, itself. */
    EtcdAdmin at(ObservedCluster seen, String member) {
        return connector.to(addresses.clientUrl(seen.key(), member, seen.tls()), seen.identity());
    }

    /** A voter that answers, the leader first; not the one named, where there is another. */
    EtcdAdmin voter(ObservedCluster seen, String ratherNot) {
        return answering(seen).stream()
                .min(Comparator.comparing((ObservedMember each) -> each.name().equals(ratherNot))
                        .thenComparing(each -> !each.leads()))
                .map(each -> at(seen, each.name()))
                .orElseThrow(() ->
                        new EtcdFailure(EtcdFailure.Kind.UNREACHABLE, "no voter of " + seen.key() + " answers", null));
    }

    static List<ObservedMember> answering(ObservedCluster seen) {
        return seen.membership() instanceof Membership.Known known
                ? known.voters().stream().filter(ObservedMember::answers).toList()
                : List.of();
    }
}
