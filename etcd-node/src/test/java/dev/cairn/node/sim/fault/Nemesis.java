// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.fault;

import dev.cairn.node.sim.cluster.End;
import dev.cairn.node.sim.cluster.MemberRole;
import dev.cairn.node.sim.cluster.SimCluster;
import dev.cairn.node.sim.cluster.SimMember;
import dev.cairn.node.sim.load.Clients;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** What goes wrong and what operators do, one thing at a time: a kind by the run's aim, then a cell of the fault matrix. */
public final class Nemesis {
    private static final int MAX_PAUSE_MILLIS = 10_000;
    private static final long DAY_MILLIS = 86_400_000;

    private final SimCluster cluster;
    private final RandomGenerator random;
    private final Aim aim;
    private final FaultMatrix matrix;
    private final DiskFaults disks;
    private final LinkFaults links;
    private final Chores chores;
    private final Steward steward;
    private final Backups backups;
    private final Misstarts misstarts;
    private final Map<FaultKind, Integer> struck = new TreeMap<>();

    public Nemesis(SimCluster cluster, Clients clients, Aim aim, FaultMatrix matrix) {
        this.cluster = cluster;
        this.random = cluster.random();
        this.aim = aim;
        this.matrix = matrix;
        this.disks = new DiskFaults(cluster);
        this.links = new LinkFaults(cluster);
        this.chores = new Chores(cluster, clients);
        this.steward = new Steward(cluster, clients, member -> failBeginning(member, 2));
        this.backups = new Backups(cluster);
        this.misstarts = new Misstarts(cluster);
    }

    /** One founder in a few does not get through its first start at once. */
    public void beforeFirstStarts() {
        cluster.members().forEach(member -> failBeginning(member, 4));
    }

    private void failBeginning(SimMember member, int oneIn) {
        List<Cell> cells = matrix.of(FaultKind.POWER_CUT.toString()).stream()
                .filter(Nemesis::isOfTheBeginning)
                .filter(cell -> cell.role().equals(member.role().toString()))
                .toList();
        if (random.nextInt(oneIn) == 0) {
            disks.cutPower(member, cells.get(random.nextInt(cells.size())).place());
        }
    }

    private static boolean isOfTheBeginning(Cell cell) {
        return cell.place().startsWith("begin.");
    }

    public Steward steward() {
        return steward;
    }

    public Backups backups() {
        return backups;
    }

    /** Operators think better of it: the cluster shall go on at its members' version. */
    public void takeDowngradesBack() {
        chores.takeDowngradesBack();
    }

    /** What was drawn, and how often. */
    public Map<FaultKind, Integer> struck() {
        return struck;
    }

    public void strike() {
        steward.look();
        FaultKind kind = aim.drawKind(random);
        switch (kind) {
            case RECONNECT -> cluster.restoreAll();
            case RESTART -> restartSomebody();
            case NOTHING -> {
                return;
            }
            default -> {
                List<Cell> cells = possible(matrix.of(kind.toString()));
                if (cells.isEmpty()) {
                    return;
                }
                strike(kind, cells.get(random.nextInt(cells.size())));
            }
        }
        struck.merge(kind, 1, Integer::sum);
        cluster.trace(kind.toString(), 0, 0);
    }

    /** Nothing shall go wrong for now. */
    public boolean holdsBack() {
        return steward.waitsForLearner();
    }

    /** All that is broken is repaired, and who is down comes back; operators go on with what they are at. */
    public void calm() {
        cluster.repair();
        cluster.members().stream().filter(SimMember::mayStart).forEach(SimMember::start);
        steward.look();
    }

    /** Cells whose role somebody has. A learner is one only for a while: where there is one, it gets its share then. */
    private List<Cell> possible(List<Cell> cells) {
        Set<String> roles = new TreeSet<>(Set.of(Cell.ANY));
        cluster.members().forEach(member -> roles.add(member.role().toString()));
        List<Cell> of = cells.stream()
                .filter(cell -> roles.contains(cell.role()) && !isOfTheBeginning(cell))
                .toList();
        List<Cell> learners = of.stream()
                .filter(cell -> cell.role().equals(MemberRole.LEARNER.toString()))
                .toList();
        return learners.isEmpty() || random.nextBoolean() ? of : learners;
    }

    private void strike(FaultKind kind, Cell cell) {
        if (cell.role().equals(Cell.ANY)) {
            strikeAll(kind, cell.place());
            return;
        }
        boolean stopped = kind == FaultKind.RESURRECT || kind == FaultKind.MISSTART;
        List<SimMember> candidates = cluster.members().stream()
                .filter(member -> member.isRunning() != stopped)
                .filter(member -> member.role().toString().equals(cell.role()))
                .toList();
        if (!candidates.isEmpty()) {
            SimMember member = candidates.get(random.nextInt(candidates.size()));
            strike(kind, cell.place(), member);
            if (cell.place().startsWith("image") || cell.place().startsWith("install")) {
                links.letLagBehind(member);
            }
        }
    }

    private void strikeAll(FaultKind kind, String place) {
        switch (kind) {
            case PARTITION -> links.split();
            case WEATHER -> links.weather(place);
            case ADD_LEARNER -> steward.wishToAdd();
            default -> throw new IllegalStateException(kind + " concerns one member");
        }
    }

    private void strike(FaultKind kind, String place, SimMember member) {
        switch (kind) {
            case POWER_CUT -> disks.cutPower(member, place);
            case KILL -> {
                member.saw("kill", place);
                member.end(End.KILL);
            }
            case FSYNC_FAILURE -> disks.failFsync(member, place);
            case DISK_FULL -> disks.fill(member, place);
            case DISK_SLOW -> disks.slow(member);
            case DISK_STUCK -> disks.stick(member);
            case CORRUPTION -> {
                if (steward.canBear(member)) {
                    disks.corrupt(member);
                }
            }
            case WIPE -> {
                if (steward.canBear(member)) {
                    member.wipe();
                }
            }
            case PAUSE -> {
                member.saw("pause", place);
                member.pause(cluster.whileFaulty(random.nextInt(MAX_PAUSE_MILLIS)));
            }
            case SLOW_MEMBER -> {
                member.saw("slow-member", place);
                cluster.slowMember(member.id(), random.nextInt(300));
            }
            case CLOCK_PACE -> {
                member.saw("clock-pace", place);
                member.pace(place.equals("fast") ? random.nextInt(60, 95) : random.nextInt(105, 180));
            }
            case CLOCK_LEAP -> {
                member.saw("clock-leap", place);
                member.leapDay((place.equals("back") ? -1 : 1) * random.nextLong(DAY_MILLIS));
            }
            case PARTITION -> links.isolate(member);
            case ONE_WAY_CUT -> links.cutOneWay(member, place);
            case FLAPPING -> links.flap(member);
            case LEADER_TRANSFER -> chores.transfer(member, place);
            case COMPACTION -> chores.compact(member, place);
            case DOWNGRADE -> chores.downgrade(member, place);
            case BACKUP -> backups.take(member, place);
            case REMOVE -> steward.wishToRemove(member);
            case RESURRECT -> member.resurrect();
            case MISSTART -> misstarts.strike(member, place);
            default -> throw new IllegalStateException(kind + " concerns no single member");
        }
    }

    private void restartSomebody() {
        List<SimMember> down =
                cluster.members().stream().filter(SimMember::mayStart).toList();
        if (!down.isEmpty()) {
            SimMember member = down.get(random.nextInt(down.size()));
            member.disk().limitTo(Long.MAX_VALUE);
            member.start();
        }
    }
}
