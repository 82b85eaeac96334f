// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft;

/** What a member must remember across a restart: its term, its vote in it (0 = none), and the commit index. */
public record HardState(long term, long vote, long commit) {
    public static final HardState EMPTY = new HardState(0, 0, 0);

    public boolean isEmpty() {
        return equals(EMPTY);
    }
}
