// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.check;

import java.util.HashMap;
import java.util.Map;

/** Stores at the same revision, compacted alike, have the same hash. */
public final class HashCheck {
    private record Point(long revision, long compactRevision) {}

    private record Taken(String member, int hash) {}

    private final Map<Point, Taken> hashes = new HashMap<>();

    public void hashed(String member, long revision, long compactRevision, int hash) {
        Taken before = hashes.putIfAbsent(new Point(revision, compactRevision), new Taken(member, hash));
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
