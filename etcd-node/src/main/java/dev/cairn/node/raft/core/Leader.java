// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.core;

import dev.cairn.node.raft.RoleName;
import dev.cairn.node.raft.progress.ProgressTracker;

/** Decides the order of entries and replicates them (§5.3). All of this is gone when it steps down. */
final class Leader implements Role {
    static final long NO_TRANSFEREE = 0;

    private final long id;
    final ProgressTracker peers;
    final ReadQueue reads = new ReadQueue();
    int heartbeatElapsedTicks;
    /** Whom leadership is being handed to. */
    long transferee = NO_TRANSFEREE;
    /** No configuration change is proposed before the entry at this index is applied: at most one is under way. */
    long pendingConfIndex;
    /** Payload proposed and not yet applied. */
    long uncommittedBytes;

    Leader(long id, ProgressTracker peers) {
        this.id = id;
        this.peers = peers;
    }

    @Override
    public long leader() {
        return id;
    }

    @Override
    public RoleName name() {
        return RoleName.LEADER;
    }
}
