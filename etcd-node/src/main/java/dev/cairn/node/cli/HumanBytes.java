// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** Sizes as etcd's tools print them. */
public final class HumanBytes {
    private static final List<String> UNITS = List.of("B", "kB", "MB", "GB", "TB", "PB", "EB");

    private HumanBytes() {}

    /** Two digits in decimal units, halves to the even digit: 9.8 kB, 25 kB, 1.2 MB. */
    public static String of(long bytes) {
        if (bytes < 10) {
            return bytes + " B";
        }
        int unit = 0;
        double value = bytes;
        while (value >= 1000 && unit < UNITS.size() - 1) {
            value /= 1000;
            unit++;
        }
        double rounded = Math.floor(value * 10 + 0.5) / 10;
        return new BigDecimal(rounded).setScale(rounded < 10 ? 1 : 0, RoundingMode.HALF_EVEN) + " " + UNITS.get(unit);
    }
}
