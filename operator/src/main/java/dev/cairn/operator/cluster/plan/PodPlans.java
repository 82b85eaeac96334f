// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import dev.cairn.operator.cluster.observe.Membership;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedMember;
import dev.cairn.operator.naming.AddressBook;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a pod is told about its fellow members. */
public final class PodPlans {
    private final AddressBook addresses;

    public PodPlans(AddressBook addresses) {
        this.addresses = addresses;
    }

    /** A pod of a member that etcd lists. */
    Step.CreatePod of(ObservedCluster seen, Membership.Known known, ObservedMember member, String why) {
        return new Step.CreatePod(
                member.name(),
                initialCluster(known),
                false,
                false,
                member.voter(),
                Templates.of(seen, member.name()),
                why);
    }

    /** A pod of a member of which only the name is known. */
    Step.CreatePod of(ObservedCluster seen, String member, Collection<String> fellows, boolean forming, String why) {
        var urls = new TreeMap<String, String>();
        fellows.forEach(each -> urls.put(each, addresses.peerUrl(seen.key(), each, seen.tls())));
        return new Step.CreatePod(member, urls, forming, false, true, Templates.of(seen, member), why);
    }

    /** A pod of a member that goes on alone: on its own disk, or by force, without the others it knows of. */
    public Step.CreatePod alone(ObservedCluster seen, String member, boolean forced, String why) {
        var urls = new TreeMap<>(Map.of(member, addresses.peerUrl(seen.key(), member, seen.tls())));
        return new Step.CreatePod(member, urls, false, forced, true, Templates.of(seen, member), why);
    }

    /** Peer URLs of all members: a joining member compares the list with what the others tell it. */
    static SortedMap<String, String> initialCluster(Membership.Known known) {
        var urls = new TreeMap<String, String>();
        known.members().values().forEach(each -> urls.put(each.name(), each.peerUrl()));
        return urls;
    }

    /** As the flag {@code --initial-cluster} spells it. */
    static String flag(SortedMap<String, String> initialCluster) {
        return initialCluster.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(","));
    }
}
