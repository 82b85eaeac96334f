// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import dev.cairn.node.bootstrap.flags.BadConfigException;
import dev.cairn.node.membership.ClusterMember;
import dev.cairn.node.membership.HostResolver;
import dev.cairn.node.membership.InitialCluster;
import dev.cairn.node.membership.MemberJson;
import dev.cairn.node.server.PeerClient;
import dev.cairn.node.server.member.Origin;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/** Who a member with an empty disk is: one of a new cluster's first members, or one that a running cluster has added. */
final class Founding {
    private final NodeConfig config;
    private final PeerClient peers;

    Founding(NodeConfig config, PeerClient peers) {
        this.config = config;
        this.peers = peers;
    }

    Origin origin() {
        try {
            InitialCluster cluster = InitialCluster.parse(config.initialCluster());
            HostResolver resolver = Founding::addresses;
            cluster.checkAdvertised(config.server().name(), config.server().peerUrls(), resolver);
            return config.newCluster() ? founded(cluster) : joined(cluster, resolver);
        } catch (IllegalArgumentException e) {
            throw new BadConfigException(e.getMessage());
        }
    }

    private static List<String> addresses(String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host))
                    .map(InetAddress::getHostAddress)
                    .toList();
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    private Origin founded(InitialCluster cluster) {
        List<ClusterMember> members = cluster.members(config.initialClusterToken());
        return new Origin(own(members).id(), cluster.clusterId(config.initialClusterToken()), members, true);
    }

    private Origin joined(InitialCluster cluster, HostResolver resolver) {
        PeerClient.MembersAnswer answer =
                peers.members(cluster.othersPeerUrls(config.server().name()));
        List<ClusterMember> members = cluster.match(MemberJson.readList(answer.json()), resolver);
        return new Origin(own(members).id(), answer.clusterId(), members, false);
    }

    private ClusterMember own(List<ClusterMember> members) {
        return members.stream()
                .filter(member -> member.name().equals(config.server().name()))
                .findFirst()
                .orElseThrow(() -> new BadConfigException("--initial-cluster does not name this member, --name="
                        + config.server().name()));
    }
}
