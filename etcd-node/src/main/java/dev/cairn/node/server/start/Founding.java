// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.start;

import dev.cairn.node.membership.ClusterMember;
import dev.cairn.node.membership.HostResolver;
import dev.cairn.node.membership.InitialCluster;
import dev.cairn.node.membership.MemberIds;
import dev.cairn.node.membership.MemberJson;
import dev.cairn.node.membership.MinorVersion;
import dev.cairn.node.server.PeerClient;
import dev.cairn.node.server.ServerConfig;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who a member with an empty disk is: one of a new cluster's first members, or one that a running cluster has added. */
public final class Founding {
    private static final Logger LOG = LoggerFactory.getLogger(Founding.class);

    private final InitialFlags flags;
    private final ServerConfig config;
    private final Path dataDir;
    private final PeerClient peers;
    private final HostResolver resolver;

    /** {@code dataDir} is named in refusals. */
    public Founding(InitialFlags flags, ServerConfig config, Path dataDir, PeerClient peers, HostResolver resolver) {
        this.flags = flags;
        this.config = config;
        this.dataDir = dataDir;
        this.peers = peers;
        this.resolver = resolver;
    }

    /** What can be said against the flags before anybody is asked; touches nothing. */
    public static void require(InitialFlags flags, ServerConfig config, HostResolver resolver) {
        try {
            InitialCluster cluster = cluster(flags, config, resolver);
            if (flags.newCluster()) {
                cluster.members(flags.token());
            } else if (cluster.othersPeerUrls(config.name()).isEmpty()) {
                throw new StartRefusedException("--initial-cluster-state=existing, but --initial-cluster names no other"
                        + " member that could be asked");
            }
        } catch (IllegalArgumentException e) {
            throw new StartRefusedException(e.getMessage());
        }
    }

    private static InitialCluster cluster(InitialFlags flags, ServerConfig config, HostResolver resolver) {
        InitialCluster cluster = InitialCluster.parse(flags.cluster());
        cluster.checkAdvertised(config.name(), config.peerUrls(), resolver);
        return cluster;
    }

    Origin origin() {
        try {
            InitialCluster cluster = cluster(flags, config, resolver);
            return flags.newCluster() ? founded(cluster) : joined(cluster);
        } catch (IllegalArgumentException e) {
            throw new StartRefusedException(e.getMessage());
        }
    }

    private Origin founded(InitialCluster cluster) {
        List<ClusterMember> members = cluster.members(flags.token());
        long ownId = own(members).id();
        refuseBootstrapped(ownId, cluster.othersPeerUrls(config.name()));
        return new Origin(ownId, cluster.clusterId(flags.token()), members, true);
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
            throw new StartRefusedException(
                    "member " + MemberIds.text(ownId) + " has already been bootstrapped: its data"
                            + " directory " + dataDir + " is empty, but the other members know it; put the directory"
                            + " back, or remove the member and add it again, then start it with"
                            + " --initial-cluster-state=existing");
        }
    }

    private Origin joined(InitialCluster cluster) {
        PeerClient.MembersAnswer answer;
        try {
            answer = peers.members(cluster.othersPeerUrls(config.name()));
        } catch (UncheckedIOException e) {
            throw new StartRefusedException("cannot fetch cluster info from peer urls: no other member of"
                    + " --initial-cluster answers; the last one: "
                    + e.getCause().getMessage());
        }
        List<ClusterMember> members = cluster.match(MemberJson.readList(answer.json()), resolver);
        refuseIncompatible(members);
        return new Origin(own(members).id(), answer.clusterId(), members, false);
    }

    /** A cluster may be at this member's version or below; where it is being taken down, at one above (etcd's rule). */
    private void refuseIncompatible(List<ClusterMember> members) {
        List<ClusterMember> others = members.stream()
                .filter(member -> !member.name().equals(config.name()))
                .toList();
        MinorVersion own = MinorVersion.parse(config.serverVersion());
        boolean downgrading = isDowngrading(others);
        boolean known = false;
        for (ClusterMember other : others) {
            Optional<MinorVersion> cluster = clusterVersion(other);
            if (cluster.isEmpty()) {
                continue;
            }
            boolean fits = downgrading
                    ? cluster.get().equals(own.above())
                    : cluster.get().compareTo(own) <= 0;
            if (!fits) {
                throw incompatible("it is at " + cluster.get()
                        + (downgrading ? " and being downgraded" : "") + ", this member is to be "
                        + config.serverVersion());
            }
            known = true;
        }
        if (!known) {
            throw incompatible("no other member tells its version");
        }
    }

    private static StartRefusedException incompatible(String why) {
        return new StartRefusedException("incompatible with current running cluster: " + why);
    }

    /** By the first one that answers. */
    private boolean isDowngrading(List<ClusterMember> others) {
        for (ClusterMember other : others) {
            try {
                return peers.isDowngradeEnabled(other.peerUrls());
            } catch (RuntimeException silent) {
                LOG.debug("{} does not say whether there is a downgrade: {}", other.name(), silent.getMessage());
            }
        }
        return false;
    }

    private Optional<MinorVersion> clusterVersion(ClusterMember other) {
        try {
            return Optional.ofNullable(peers.version(other.peerUrls()).cluster())
                    .map(MinorVersion::parse);
        } catch (RuntimeException silent) {
            LOG.warn("{} does not tell its version: {}", other.name(), silent.getMessage());
            return Optional.empty();
        }
    }

    private ClusterMember own(List<ClusterMember> members) {
        return members.stream()
                .filter(member -> member.name().equals(config.name()))
                .findFirst()
                .orElseThrow(() -> new StartRefusedException(
                        "--initial-cluster does not name this member, --name=" + config.name()));
    }
}
