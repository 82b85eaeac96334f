// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bench;

import java.util.List;

/** The middle one of some figures, or between the two middle ones. */
final class Median {
    private Median() {}

    static double of(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
