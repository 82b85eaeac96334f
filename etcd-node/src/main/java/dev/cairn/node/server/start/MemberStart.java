// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.start;

import dev.cairn.node.membership.ClusterMember;
import dev.cairn.node.membership.MemberIds;
import dev.cairn.node.membership.MembersView;
import dev.cairn.node.membership.MinorVersion;
import dev.cairn.node.server.PeerClient;
import dev.cairn.node.server.corruption.InitialCheck;
import dev.cairn.node.storage.DirectoryIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member's start: who it is, that the directory is its own, and what it goes on from. A disk without a log founds a
 * cluster or joins one, and is claimed once the log is there; one with a log is restarted from it. Nobody is served
 * before that, and whatever does not fit is a {@link StartRefusedException}.
 */
public final class MemberStart {
    private static final Logger LOG = LoggerFactory.getLogger(MemberStart.class);

    private final MemberDirectory directory;
    private final StoreOpening opening;
    private final Founding founding;
    private final ImageInstaller images;
    private final PeerClient peers;

    public MemberStart(
            MemberDirectory directory,
            StoreOpening opening,
            Founding founding,
            ImageInstaller images,
            PeerClient peers) {
        this.directory = directory;
        this.opening = opening;
        this.founding = founding;
        this.images = images;
        this.peers = peers;
    }

    /** {@code alone} leaves this member as the only one of its cluster, see {@link ForcedCluster}. */
    public Recovered recover(boolean alone) {
        Recovery recovery = new Recovery(
                directory.log(),
                opening.memory().logBytes(),
                () -> opening.open(directory.store().openCurrent()),
                images::installAfterCrash,
                directory::requireReach);
        return directory.hasLog() ? restart(recovery, alone) : begin(recovery);
    }

    private Recovered begin(Recovery recovery) {
        directory.refuseWithoutLog();
        Origin origin = founding.origin();
        LOG.info(
                "{} as member {} of cluster {}",
                origin.newCluster() ? "forming a new cluster" : "joining",
                MemberIds.text(origin.memberId()),
                MemberIds.text(origin.clusterId()));
        Recovered begun = recovery.begin(origin);
        directory.claim(DirectoryIdentity.of(origin.memberId(), origin.clusterId()));
        return begun;
    }

    private Recovered restart(Recovery recovery, boolean alone) {
        Recovered recovered =
                recovery.restart(log -> directory.claim(DirectoryIdentity.of(log.nodeId(), log.clusterId())), alone);
        refuseOtherMembers(opening.config().name(), recovered);
        refuseLowerVersion(recovered.features().members().view());
        refuseOtherData(recovered);
        return recovered;
    }

    /** etcd's words, and its rule: the way down is by a downgrade, which lowers the cluster's version first. */
    private void refuseLowerVersion(MembersView cluster) {
        String own = opening.config().serverVersion();
        if (cluster.clusterVersion() != null
                && MinorVersion.parse(own).compareTo(MinorVersion.parse(cluster.clusterVersion())) < 0) {
            throw new StartRefusedException(
                    "invalid downgrade; server version is lower than determined cluster version:"
                            + " this member is to be " + own + ", its cluster is at " + cluster.clusterVersion());
        }
    }

    private void refuseOtherData(Recovered recovered) {
        boolean passes = !opening.config().monitors().initialCorruptCheck()
                || InitialCheck.passes(recovered.features(), recovered.clusterId(), recovered.memberId(), peers);
        if (!passes) {
            throw new StartRefusedException("checkInitialHashKV failed: " + MemberIds.text(recovered.memberId())
                    + " found data inconsistency with peers");
        }
    }

    /** A volume that went to the wrong member would otherwise run that member twice. */
    private void refuseOtherMembers(String name, Recovered recovered) {
        var members = recovered.features().members().view();
        ClusterMember self = members.member(recovered.memberId());
        boolean ownsAnotherName = members.members().stream()
                .anyMatch(member ->
                        member.id() != recovered.memberId() && member.name().equals(name));
        if (self != null && !self.name().isEmpty() && !self.name().equals(name) && ownsAnotherName) {
            throw new StartRefusedException("data directory " + directory.dataDir() + " belongs to member \""
                    + self.name() + "\", but --name is \"" + name + "\", which is another member of the same cluster");
        }
    }
}
