// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What can go wrong, where and with whom: {@code sim/fault-matrix.txt}, whose head says what is left out and why. */
public final class FaultMatrix {
    private static final String FILE = "/sim/fault-matrix.txt";

    private final Set<Cell> cells = new LinkedHashSet<>();
    private final Map<String, List<Cell>> byKind = new LinkedHashMap<>();

    /** Fails with an error that names the line which is not {@code kind place role}. */
    public static FaultMatrix load() {
        try (InputStream in = FaultMatrix.class.getResourceAsStream(FILE)) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static FaultMatrix parse(String text) {
        FaultMatrix matrix = new FaultMatrix();
        text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(matrix::take);
        return matrix;
    }

    private void take(String line) {
        String[] words = line.split(" ");
        if (words.length != 3) {
            throw new IllegalArgumentException(FILE + ": not 'kind place role': " + line);
        }
        Cell cell = new Cell(words[0], words[1], words[2]);
        if (!cells.add(cell)) {
            throw new IllegalArgumentException(FILE + ": twice: " + line);
        }
        byKind.computeIfAbsent(cell.kind(), kind -> new ArrayList<>()).add(cell);
    }

    public Set<Cell> cells() {
        return cells;
    }

    List<Cell> of(String kind) {
        return byKind.getOrDefault(kind, List.of());
    }
}
