// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.status;

import dev.cairn.crds.cluster.status.MemberRole;
import dev.cairn.crds.cluster.status.MemberStatus;
import dev.cairn.operator.cluster.observe.Membership;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedVolume;
import dev.cairn.operator.etcd.EndpointStatus;
import java.util.List;
import java.util.Optional;

/** Without a quorum: whose volumes are gone, who still has the data, and what a person can do. */
final class LostData {
    private LostData() {}

    /** A part of a sentence, with what separates it from the words before; empty when no volume is gone. */
    static String in(ObservedCluster seen) {
        if (seen.latchedClusterId().isEmpty() || !(seen.membership() instanceof Membership.Unknown)) {
            return "";
        }
        String clusterId = seen.latchedClusterId().get();
        List<String> voters = Optional.ofNullable(seen.status().members()).stream()
                .flatMap(List::stream)
                .filter(each -> each.role() == MemberRole.VOTER)
                .map(MemberStatus::name)
                .sorted()
                .toList();
        List<String> kept = voters.stream()
                .filter(each -> seen.volume(each)
                        .filter(ObservedVolume::usable)
                        .map(volume -> volume.belongsTo(clusterId))
                        .orElse(false))
                .toList();
        List<String> gone = voters.stream().filter(each -> !kept.contains(each)).toList();
        if (gone.isEmpty()) {
            return "";
        }
        String lost = "; gone are the volumes of " + String.join(", ", gone);
        if (kept.isEmpty()) {
            return lost + ": restore a backup by an EtcdRestore with clusterRef";
        }
        String holders = "; the data is still with " + String.join(", ", kept);
        if (kept.size() > voters.size() / 2) {
            return lost + holders + ", enough for a quorum: what is gone is replaced when they answer";
        }
        String furthest = seen.membership() instanceof Membership.Unknown unknown && kept.size() > 1
                ? unknown.furthest(kept).map(each -> furthest(each, unknown)).orElse("")
                : "";
        return lost + holders
                + ", too few for a quorum" + furthest
                + ": keep its volume; an EtcdRestore with clusterRef and source.survivor lets the cluster go on from there";
    }

    private static String furthest(String member, Membership.Unknown unknown) {
        EndpointStatus answer = unknown.answering().get(member);
        return " (" + member + " has come furthest: term " + answer.raftTerm() + ", applied index "
                + answer.appliedIndex() + ")";
    }
}
