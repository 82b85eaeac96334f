// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.start;

import dev.cairn.node.membership.ClusterMember;
import dev.cairn.node.membership.MemberIds;
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

    public MemberStart(MemberDirectory directory, StoreOpening opening, Founding founding, ImageInstaller images) {
        this.directory = directory;
        this.opening = opening;
        this.founding = founding;
        this.images = images;
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
        return recovered;
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
