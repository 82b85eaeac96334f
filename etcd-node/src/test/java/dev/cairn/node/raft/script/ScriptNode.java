// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.script;

import dev.cairn.node.codec.ConfChangeCodec;
import dev.cairn.node.raft.ConfChangeV2;
import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.RaftConfig;
import dev.cairn.node.raft.Ready;
import dev.cairn.node.raft.Snapshot;
import dev.cairn.node.raft.core.RaftNode;
import dev.cairn.node.raft.log.MemoryLog;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/**
 * A member as scripts have it: the core, a log in memory, and a state machine that appends the data of every entry it
 * applies and takes a snapshot after each.
 */
final class ScriptNode {
    final long id;
    final boolean async;
    final MemoryLog log;
    final ArrayDeque<Ready> appendWork = new ArrayDeque<>();
    final ArrayDeque<List<Entry>> applyWork = new ArrayDeque<>();
    private final RaftConfig config;
    private RaftNode raft;

    ScriptNode(RaftConfig config, MemoryLog log, boolean async) {
        this.id = config.id();
        this.config = config;
        this.log = log;
        this.async = async;
        this.raft = new RaftNode(config, log);
    }

    RaftNode raft() {
        return raft;
    }

    /** Everything that was not persisted is lost; what the newest snapshot covers counts as applied. */
    void restart() {
        appendWork.clear();
        applyWork.clear();
        long applied = log.snapshot().map(it -> it.metadata().index()).orElse(0L);
        raft = new RaftNode(config.withAppliedIndex(applied), log);
    }

    void persist(Ready ready) {
        ready.hardState().ifPresent(log::setHardState);
        ready.snapshot().ifPresent(log::installSnapshot);
        log.append(ready.entries());
    }

    void apply(List<Entry> entries) {
        for (Entry entry : entries) {
            Optional<ConfChangeV2> change = confChange(entry);
            ConfState state = change.map(raft::applyConfChange)
                    .orElseGet(() -> newest().metadata().confState());
            ByteArrayOutputStream data = new ByteArrayOutputStream();
            data.writeBytes(newest().data());
            data.writeBytes(change.map(ConfChangeV2::context).orElse(entry.data()));
            log.createSnapshot(entry.index(), state, data.toByteArray());
        }
    }

    private Snapshot newest() {
        return log.snapshot().orElse(Snapshot.EMPTY);
    }

    private static Optional<ConfChangeV2> confChange(Entry entry) {
        try {
            return Formats.isConfChange(entry) ? Optional.of(ConfChangeCodec.decode(entry)) : Optional.empty();
        } catch (IllegalArgumentException unreadable) {
            throw new IllegalStateException("entry " + entry.index() + ": " + unreadable.getMessage(), unreadable);
        }
    }
}
