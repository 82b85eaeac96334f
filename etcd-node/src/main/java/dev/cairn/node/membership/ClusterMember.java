// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.membership;

import dev.cairn.node.wire.etcdserverpb.Member;
import java.util.List;

/**
 * One member as the cluster knows it. Name and client URLs come from the member itself once it runs; until then both
 * are empty. {@code id} is unsigned.
 */
public record ClusterMember(long id, List<String> peerUrls, boolean learner, String name, List<String> clientUrls) {
    public ClusterMember {
        peerUrls = List.copyOf(peerUrls);
        clientUrls = List.copyOf(clientUrls);
    }

    /** A member that did not start yet. */
    public static ClusterMember added(long id, List<String> peerUrls, boolean learner) {
        return new ClusterMember(id, peerUrls, learner, "", List.of());
    }

    /** It has told its name, so it ran at least once. */
    public boolean isStarted() {
        return !name.isEmpty();
    }

    public ClusterMember withAttributes(String newName, List<String> newClientUrls) {
        return new ClusterMember(id, peerUrls, learner, newName, newClientUrls);
    }

    /** Keeps the role: an update of URLs must not promote a learner. */
    public ClusterMember withPeerUrls(List<String> newPeerUrls) {
        return new ClusterMember(id, newPeerUrls, learner, name, clientUrls);
    }

    public ClusterMember asVoter() {
        return new ClusterMember(id, peerUrls, false, name, clientUrls);
    }

    public Member toProto() {
        return Member.newBuilder()
                .setID(id)
                .setName(name)
                .addAllPeerURLs(peerUrls)
                .addAllClientURLs(clientUrls)
                .setIsLearner(learner)
                .build();
    }
}
