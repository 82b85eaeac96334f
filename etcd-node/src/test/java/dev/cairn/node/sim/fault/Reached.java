// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.fault;

import dev.cairn.node.sim.cluster.MemberRole;
import dev.cairn.node.sim.cluster.Witness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How often each cell of the fault matrix was reached, in one run or in many. What the matrix does not name is passed over. */
public final class Reached implements Witness {
    private final FaultMatrix matrix;
    private final Map<String, Integer> counts = new TreeMap<>();

    public Reached(FaultMatrix matrix) {
        this.matrix = matrix;
    }

    @Override
    public void saw(String kind, String place, MemberRole role) {
        Cell cell = new Cell(kind, place, role == null ? Cell.ANY : role.toString());
        if (matrix.cells().contains(cell)) {
            counts.merge(cell.toString(), 1, Integer::sum);
        }
    }

    public synchronized void add(Reached other) {
        other.counts.forEach((cell, count) -> counts.merge(cell, count, Integer::sum));
    }

    /** Cells reached. */
    public synchronized int size() {
        return counts.size();
    }

    public int of() {
        return matrix.cells().size();
    }

    public synchronized List<String> unreached() {
        List<String> missing = new ArrayList<>();
        for (Cell cell : matrix.cells()) {
            if (!counts.containsKey(cell.toString())) {
                missing.add(cell.toString());
            }
        }
        return missing;
    }

    /** The cells that were reached least, with their counts. */
    public synchronized String rarest(int cells) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .limit(cells)
                .map(cell -> cell.getKey() + " " + cell.getValue())
                .collect(Collectors.joining(", "));
    }

    /** How many of all cells, and each with its count, in order. */
    @Override
    public synchronized String toString() {
        StringBuilder text = new StringBuilder();
        text.append("%d of %d cells of the fault matrix reached:".formatted(size(), of()));
        counts.forEach((cell, count) -> text.append("%n  %s: %d".formatted(cell, count)));
        return text.toString();
    }
}
