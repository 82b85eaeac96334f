// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli.restore;

import dev.cairn.node.membership.ClusterMember;
import dev.cairn.node.membership.HostResolver;
import dev.cairn.node.membership.InitialCluster;
import dev.cairn.node.membership.MemberIds;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/** The cluster that a restored member belongs to: its members in ascending order of ids, and which one this is. */
public record NewCluster(long clusterId, long ownId, List<ClusterMember> members) {
    public NewCluster {
        members = List.copyOf(members);
    }

    /** The flags as etcd takes them. Fails with IllegalArgumentException naming the flag. */
    public static NewCluster of(String name, String initialCluster, String token, List<String> advertisedPeerUrls) {
        InitialCluster initial = InitialCluster.parse(initialCluster);
        List<String> ownUrls = initial.peerUrls(name);
        initial.checkAdvertised(name, advertisedPeerUrls, resolver());
        return new NewCluster(initial.clusterId(token), MemberIds.ofBootstrap(ownUrls, token), initial.members(token));
    }

    /** A name that nobody knows yet resolves to nothing: a member's name may exist only once its pod does. */
    private static HostResolver resolver() {
        return host -> {
            try {
                return Arrays.stream(InetAddress.getAllByName(host))
                        .map(InetAddress::getHostAddress)
                        .toList();
            } catch (UnknownHostException e) {
                return List.of();
            }
        };
    }

    List<Long> ids() {
        return members.stream().map(ClusterMember::id).toList();
    }
}
