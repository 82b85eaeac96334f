// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.cluster;

import dev.cairn.node.membership.MemberJson;
import dev.cairn.node.membership.MembersView;
import dev.cairn.node.server.start.MemberDirectory;
import dev.cairn.node.server.start.Recovered;
import dev.cairn.node.server.start.StartRefusedException;
import dev.cairn.node.sim.check.Violation;
import dev.cairn.node.testkit.SimDisk;
import dev.cairn.node.wal.WalDirectory;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Starts of a member that is down as they must not be: each is refused, by the sentence that says why. Faults that wait on
 * the disks go on waiting.
 */
public final class SimMisstarts {
    private final SimCluster cluster;
    private final SimMember member;
    private final SimStart start;

    SimMisstarts(SimCluster cluster, SimMember member, SimStart start) {
        this.cluster = cluster;
        this.member = member;
        this.start = start;
    }

    /** The flag that says where its log lies was forgotten: what was acknowledged would be gone. */
    public void withoutLog() {
        WalDirectory nowhere = log(new SimDisk());
        mustBeRefused("without-log", "there is no log in", start, () -> open(start, nowhere));
    }

    /** The log of another member beside this one's directory. */
    public void withLogOf(SimMember other) {
        other.disk().sparing(() -> {
            mustBeRefused(
                    "with-log-of-another",
                    "belongs, as",
                    start,
                    () -> open(start, other.startOf().log()));
            other.disk().endProcess();
        });
    }

    /** Its disk is another, empty one: under the old id it would vote again where it has voted. */
    public void onEmptyDisk() {
        if (start.isFounder() && othersKnowIt()) {
            SimDisk empty = new SimDisk();
            SimStores stores = new SimStores(member.name(), empty, () -> {});
            mustBeRefused(
                    "on-empty-disk",
                    "has already been bootstrapped",
                    start,
                    () -> MemberDirectory.open(empty, SimStart.DATA, log(empty), stores));
        }
    }

    private boolean othersKnowIt() {
        try {
            return MemberJson.readList(new SimPeerClient(cluster, member)
                            .members(start.otherFounders())
                            .json())
                    .stream()
                    .anyMatch(each ->
                            each.id() == member.id() && !each.clientUrls().isEmpty());
        } catch (UncheckedIOException nobodyAnswers) {
            return false;
        }
    }

    /** The volume of another member: that one would run twice. Refused once its store knows both by their names. */
    public void inDirectoryOf(SimMember other) {
        SimStart theirs = other.startOf();
        other.disk().sparing(() -> {
            Optional<Recovered> run =
                    attempt("in-directory-of-another", "which is another member", () -> open(theirs, theirs.log()));
            run.ifPresent(recovered -> {
                MembersView members = recovered.features().members().view();
                boolean knowsBoth =
                        members.members().stream().anyMatch(each -> each.name().equals(member.name()))
                                && members.member(other.id()) != null
                                && !members.member(other.id()).name().isEmpty();
                Violation.require(!knowsBoth, "start", () -> member + " runs as " + other);
            });
            close(theirs);
        });
    }

    /** The program of an older release, without a downgrade: refused once its store knows the cluster's version. */
    public void atLowerVersion() {
        SimSettings settings = member.settings;
        member.settings = settings.withHabits(settings.habits().withVersion("3.5.33"));
        start.disk().sparing(() -> {
            Optional<Recovered> run = attempt("at-lower-version", "invalid downgrade", () -> open(start, start.log()));
            run.ifPresent(recovered -> {
                String version = recovered.features().members().view().clusterVersion();
                Violation.require(
                        version == null || version.startsWith("3.0."),
                        "start",
                        () -> member + " runs at 3.5 in a cluster at " + version);
            });
            close(start);
        });
        member.settings = settings;
    }

    private static MemberDirectory open(SimStart whose, WalDirectory log) {
        return MemberDirectory.open(whose.disk(), SimStart.DATA, log, whose.stores());
    }

    private WalDirectory log(SimDisk disk) {
        return new WalDirectory(disk, SimMember.LOG, cluster.settings().segmentSizeBytes());
    }

    private void mustBeRefused(String place, String why, SimStart whose, Opening opening) {
        whose.disk().sparing(() -> {
            Optional<Recovered> run = attempt(place, why, opening);
            Violation.require(run.isEmpty(), "start", () -> member + " starts " + place);
            close(whose);
        });
    }

    /** Empty where it was refused. */
    private Optional<Recovered> attempt(String place, String why, Opening opening) {
        try (MemberDirectory directory = opening.open()) {
            return Optional.of(start.recoverIn(directory));
        } catch (StartRefusedException refusal) {
            Violation.require(
                    refusal.getMessage().contains(why),
                    "start",
                    () -> member + " starts " + place + " and is refused because " + refusal.getMessage());
            member.saw("misstart", place);
            cluster.trace("misstart", member.id(), place.hashCode());
            return Optional.empty();
        }
    }

    private static void close(SimStart whose) {
        whose.disk().endProcess();
        whose.stores().crash();
    }

    private interface Opening {
        MemberDirectory open();
    }
}
