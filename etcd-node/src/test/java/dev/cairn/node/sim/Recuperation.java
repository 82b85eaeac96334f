// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim;

import dev.cairn.node.sim.check.Violation;
import dev.cairn.node.sim.cluster.End;
import dev.cairn.node.sim.cluster.SimCluster;
import dev.cairn.node.sim.cluster.SimMember;
import dev.cairn.node.sim.fault.Steward;
import dev.cairn.node.sim.load.Clients;
import dev.cairn.node.sim.load.Users;
import dev.cairn.node.wire.etcdserverpb.LeaseLeasesResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseStatus;
import dev.cairn.node.wire.etcdserverpb.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The second phase of a run. First a quorum is healed while the rest stays cut off or down: it must get on. Then all is
 * healed, lost members are replaced, clients stop, and everybody must come to the same state.
 */
final class Recuperation {
    private static final long STEP_MILLIS = 100;
    private static final long SETTLING_MILLIS = 12_000;
    private static final long PROGRESS_MILLIS = 4_000;
    /**
     * Without pre-vote whoever asks for votes sets back everybody's clock, also where his log cannot win (Raft §9.6): of
     * three members the only one that can must be the first to ask, which is luck, time after time.
     */
    private static final long PROGRESS_WITHOUT_PRE_VOTE_MILLIS = 60_000;

    private static final long LEAST_QUIET_MILLIS = 5_000;
    private static final long MOST_QUIET_MILLIS = 40_000;

    private final SimCluster cluster;
    private final Clients clients;
    private final Steward steward;
    private final Runnable inspection;
    private final Set<Long> leftOut = new TreeSet<>();
    private boolean answered;

    Recuperation(SimCluster cluster, Clients clients, Steward steward, Runnable inspection) {
        this.cluster = cluster;
        this.clients = clients;
        this.steward = steward;
        this.inspection = inspection;
    }

    void getOn() {
        boolean certain = steward.isCertain();
        cluster.heal();
        steward.rest();
        if (certain) {
            leaveOut();
            clients.avoid(leftOut);
            require("a quorum");
        }
        cluster.restoreAll();
        leftOut.clear();
        clients.avoid(leftOut);
        require("all");
        quiet();
    }

    /** As many voters as a quorum can do without; those that are lost for good come first. */
    private void leaveOut() {
        List<Long> voters = new ArrayList<>(steward.members().stream()
                .filter(member -> !member.getIsLearner())
                .map(Member::getID)
                .toList());
        long spare = (voters.size() - 1) / 2
                - voters.stream().filter(id -> cluster.member(id).isLost()).count();
        voters.removeIf(id -> cluster.member(id).isLost());
        for (; spare > 0; spare--) {
            long id = voters.remove(cluster.random().nextInt(voters.size()));
            leftOut.add(id);
            if (cluster.random().nextBoolean() && cluster.member(id).isRunning()) {
                cluster.member(id).end(End.KILL);
            }
            cluster.members().stream().filter(other -> other.id() != id).forEach(other -> {
                cluster.cut(id, other.id());
                cluster.cut(other.id(), id);
            });
        }
    }

    private void require(String who) {
        pass(SETTLING_MILLIS);
        long before = clients.answered();
        long began = cluster.clock().nowMillis();
        long patience = cluster.settings().preVote() ? PROGRESS_MILLIS : PROGRESS_WITHOUT_PRE_VOTE_MILLIS;
        do {
            pass(PROGRESS_MILLIS);
        } while (clients.answered() <= before + 5 && cluster.clock().nowMillis() - began < patience);
        Violation.require(
                clients.answered() > before + 5,
                "progress",
                () -> "only " + (clients.answered() - before) + " answers in " + patience + " ms after healing " + who
                        + "; left out: " + leftOut);
    }

    private void pass(long millis) {
        long end = cluster.clock().nowMillis() + millis;
        while (cluster.clock().nowMillis() < end) {
            steward.look();
            cluster.clock().runUntil(Math.min(end, cluster.clock().nowMillis() + STEP_MILLIS));
            inspection.run();
            cluster.members().stream()
                    .filter(SimMember::mayStart)
                    .filter(member -> !leftOut.contains(member.id()))
                    .forEach(SimMember::start);
        }
    }

    /** No new questions; until those under way have ended, leases too, and all members are what they shall be. */
    private void quiet() {
        clients.stop();
        long began = cluster.clock().nowMillis();
        pass(LEAST_QUIET_MILLIS);
        while (cluster.clock().nowMillis() < began + MOST_QUIET_MILLIS && !isSettled()) {
            pass(STEP_MILLIS);
        }
        steward.stop();
        pass(2 * LEAST_QUIET_MILLIS);
    }

    private boolean isSettled() {
        long now = cluster.clock().nowMillis();
        return clients.asking() == 0
                && steward.isSettled()
                && now > clients.leases().lastMillis() + LEAST_QUIET_MILLIS;
    }

    /** Leases and keys that nobody holds any more must be gone, by the leader's word. */
    void askWhatIsLeft(SimMember leader) {
        answered = false;
        clients.keysOnLeases(leader, keys -> askLeases(leader, keys));
        pass(PROGRESS_MILLIS);
        Violation.require(answered, "leases", "nobody says which ones are left");
    }

    private void askLeases(SimMember leader, List<String> keys) {
        clients.<LeaseLeasesResponse>ask(
                leader,
                PROGRESS_MILLIS,
                reply -> leader.server().leases().leases(Users.ROOT, reply),
                (answer, error) -> {
                    if (answer != null) {
                        answered = true;
                        clients.leases()
                                .allGone(
                                        answer.getLeasesList().stream()
                                                .map(LeaseStatus::getID)
                                                .toList(),
                                        keys);
                    }
                });
    }
}
