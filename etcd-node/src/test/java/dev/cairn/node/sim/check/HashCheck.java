// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.check;

import java.util.HashMap;
import java.util.Map;

/**
 * Stores at the same revision, compacted alike, have the same hash. Those taken by compactions are compared with each other:
 * where no key is left, as etcd has it, they count other records than one that is computed when asked for.
 */
public final class HashCheck {
    private record Point(long revision, long compactRevision, boolean ofCompaction) {}

    private record Taken(String member, int hash) {}

    private final Map<Point, Taken> hashes = new HashMap<>();

    public void hashed(String member, long revision, long compactRevision, boolean ofCompaction, int hash) {
        Point point = new Point(revision, compactRevision, ofCompaction);
        Taken before = hashes.putIfAbsent(point, new Taken(member, hash));
        Violation.require(
                before == null || before.hash() == hash,
                "equal hashes",
                () -> "at revision " + revision + ", compacted at " + compactRevision + ", " + member + " has " + hash
                        + ", but " + before);
    }

    public int points() {
        return hashes.size();
    }
}
