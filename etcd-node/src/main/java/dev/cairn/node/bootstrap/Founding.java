// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import dev.cairn.node.bootstrap.flags.BadConfigException;
import dev.cairn.node.membership.ClusterMember;
import dev.cairn.node.membership.HostResolver;
import dev.cairn.node.membership.InitialCluster;
import dev.cairn.node.membership.MemberIds;
import dev.cairn.node.membership.MemberJson;
import dev.cairn.node.server.PeerClient;
import dev.cairn.node.server.member.Origin;
import dev.cairn.node.wal.FileDisk;
import dev.cairn.node.wal.WriteAheadLog;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who a member with an empty disk is: one of a new cluster's first members, or one that a running cluster has added. */
final class Founding {
    private static final Logger LOG = LoggerFactory.getLogger(Founding.class);

    private final NodeConfig config;
    private final PeerClient peers;

    Founding(NodeConfig config, PeerClient peers) {
        this.config = config;
        this.peers = peers;
    }

    /** What can be said against the flags of a member with an empty disk before anybody is asked; touches nothing. */
    static void requireIfNew(NodeConfig config) {
        if (!WriteAheadLog.exists(new FileDisk(), config.walDir())) {
            require(config);
        }
    }

    private static void require(NodeConfig config) {
        try {
            InitialCluster cluster = cluster(config);
            if (config.newCluster()) {
                cluster.members(config.initialClusterToken());
            } else if (cluster.othersPeerUrls(config.server().name()).isEmpty()) {
                throw new BadConfigException("--initial-cluster-state=existing, but --initial-cluster names no other"
                        + " member that could be asked");
            }
        } catch (IllegalArgumentException e) {
            throw new BadConfigException(e.getMessage());
        }
    }

    private static InitialCluster cluster(NodeConfig config) {
        InitialCluster cluster = InitialCluster.parse(config.initialCluster());
        cluster.checkAdvertised(config.server().name(), config.server().peerUrls(), Founding::addresses);
        return cluster;
    }

    Origin origin() {
        try {
            InitialCluster cluster = cluster(config);
            return config.newCluster() ? founded(cluster) : joined(cluster, Founding::addresses);
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
        long ownId = own(members).id();
        refuseBootstrapped(ownId, cluster.othersPeerUrls(config.server().name()));
        return new Origin(ownId, cluster.clusterId(config.initialClusterToken()), members, true);
    }

    /** A wiped member that begins anew under its old id would vote again in terms in which it has voted (etcd's check). */
    private void refuseBootstrapped(long ownId, List<String> othersPeerUrls) {
        if (othersPeerUrls.isEmpty()) {
            return;
        }
        List<ClusterMember> found;
        try {
            found = MemberJson.readList(peers.members(othersPeerUrls).json());
        } catch (RuntimeException nobodyAnswers) {
            LOG.info("no other member answers yet: {}", nobodyAnswers.getMessage());
            return;
        }
        boolean published = found.stream()
                .anyMatch(member -> member.id() == ownId && !member.clientUrls().isEmpty());
        if (published) {
            throw new BadConfigException("member " + MemberIds.text(ownId) + " has already been bootstrapped: its data"
                    + " directory " + config.dataDir() + " is empty, but the other members know it; put the directory"
                    + " back, or remove the member and add it again, then start it with"
                    + " --initial-cluster-state=existing");
        }
    }

    private Origin joined(InitialCluster cluster, HostResolver resolver) {
        PeerClient.MembersAnswer answer;
        try {
            answer = peers.members(cluster.othersPeerUrls(config.server().name()));
        } catch (UncheckedIOException e) {
            throw new BadConfigException("cannot fetch cluster info from peer urls: no other member of"
                    + " --initial-cluster answers; the last one: "
                    + e.getCause().getMessage());
        }
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
