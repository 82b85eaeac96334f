// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc;

import java.nio.charset.StandardCharsets;

/** Keys in etcd's bucket {@code meta}: a compaction is under way while scheduled is above finished. */
final class CompactionMarks {
    static final byte[] SCHEDULED = "scheduledCompactRev".getBytes(StandardCharsets.US_ASCII);
    static final byte[] FINISHED = "finishedCompactRev".getBytes(StandardCharsets.US_ASCII);
    static final long NONE = -1;

    private CompactionMarks() {}

    /** The main revision that a mark names, or {@link #NONE}. */
    static long parse(byte[] value) {
        return value == null ? NONE : Revision.parse(value).main();
    }
}
