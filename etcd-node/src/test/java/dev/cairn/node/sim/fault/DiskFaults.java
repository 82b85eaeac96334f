// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.fault;

import dev.cairn.node.sim.cluster.End;
import dev.cairn.node.sim.cluster.SimCluster;
import dev.cairn.node.sim.cluster.SimMember;
import dev.cairn.node.storage.BackendException;
import dev.cairn.node.testkit.PowerCut;
import dev.cairn.node.testkit.SimDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Disks that fail at a chosen operation, fill up, stick, or lie. */
final class DiskFaults {
    private static final String LOG = "/wal";
    private static final String IMAGE = "/snap/";
    private static final String STORE = "store";
    private static final int MAX_STUCK_MILLIS = 7_000;

    private final SimCluster cluster;
    private final RandomGenerator random;

    DiskFaults(SimCluster cluster) {
        this.cluster = cluster;
        this.random = cluster.random();
    }

    /** The power fails between operations or within one. */
    void cutPower(SimMember member, String place) {
        switch (place.substring(0, Math.max(0, place.indexOf('.')))) {
            case "" -> {
                member.saw("power-cut", place);
                member.end(End.POWER_CUT);
            }
            case STORE ->
                member.beforeNextFlush(() -> {
                    member.saw("power-cut", place);
                    throw new PowerCut();
                });
            case "log" -> trap(member, place, operation(place), LOG);
            case "image" -> trap(member, place, operation(place), IMAGE);
            default -> {
                Step step = Step.of(place);
                trap(member, place, step.operation, step.pathPart);
            }
        }
    }

    private static SimDisk.Operation operation(String place) {
        String operation = place.substring(place.indexOf('.') + 1);
        return SimDisk.Operation.valueOf(operation.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private void trap(SimMember member, String place, SimDisk.Operation operation, String pathPart) {
        member.disk().trap(operation, pathPart, SimDisk.Effect.POWER_CUT, () -> member.saw("power-cut", place));
    }

    void failFsync(SimMember member, String place) {
        fail(member, "fsync-failure", place, SimDisk.Operation.FSYNC, SimDisk.Effect.FAILURE);
    }

    void fill(SimMember member, String place) {
        fail(member, "disk-full", place, SimDisk.Operation.WRITE, SimDisk.Effect.FULL);
    }

    private void fail(SimMember member, String kind, String place, SimDisk.Operation operation, SimDisk.Effect effect) {
        if (place.equals(STORE)) {
            member.beforeNextFlush(() -> {
                struck(member, kind, place);
                throw new BackendException(kind);
            });
            return;
        }
        member.disk().trap(operation, place.equals("log") ? LOG : IMAGE, effect, () -> struck(member, kind, place));
    }

    /** The process must end: nobody knows what is on the disk then. Only an image can be fetched anew. */
    private void struck(SimMember member, String kind, String place) {
        member.saw(kind, place);
        member.expectFault(!place.equals("image"));
    }

    void slow(SimMember member) {
        member.saw("disk-slow", "log");
        cluster.slowDisk(member.id(), random.nextInt(50, 900));
    }

    void stick(SimMember member) {
        member.saw("disk-stuck", "log");
        long millis = cluster.whileFaulty(random.nextInt(1_000, MAX_STUCK_MILLIS));
        cluster.stickDisk(member.id(), cluster.clock().nowMillis() + millis);
    }

    /** Flips a bit within what was written of a log's segment. */
    void corrupt(SimMember member) {
        try {
            List<String> segments = member.disk().list(SimMember.LOG).stream()
                    .filter(name -> name.endsWith(".wal"))
                    .toList();
            if (segments.isEmpty()) {
                return;
            }
            Path file = SimMember.LOG.resolve(segments.get(random.nextInt(segments.size())));
            int written = written(member.disk().contents(file));
            if (written > 0) {
                member.disk().corrupt(file, random.nextInt(written), 1 << random.nextInt(8));
                member.damaged(file);
                member.end(End.KILL);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Segments are longer than what is in them: behind the last record there are zeros. */
    private static int written(byte[] contents) {
        int end = contents.length;
        while (end > 0 && contents[end - 1] == 0) {
            end--;
        }
        return end;
    }
}
