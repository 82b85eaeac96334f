// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.check;

import java.util.Map;
import java.util.TreeMap;

/**
 * What came back: the revision of the header, whether writes took place (a guard that held, a key that was there to be
 * deleted), and what was read.
 */
public record Answer(long revision, boolean wrote, Map<String, Seen> seen) {
    public Answer {
        seen = new TreeMap<>(seen);
    }
}
