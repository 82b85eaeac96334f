// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.reaction;

import dev.cairn.node.raft.SnapshotMetadata;
import dev.cairn.node.server.stage.Flusher;
import dev.cairn.node.server.stage.LogWriter;
import dev.cairn.node.server.stage.RaftLoop;
import dev.cairn.node.wal.WalSnapshot;
import java.util.function.LongConsumer;

/** Lets go of the log's beginning once the store holds it for good: the record of it first, then memory, then segments. */
public final class LogRelease implements Flusher.Outputs {
    private final LogWriter writer;
    private final RaftLoop loop;
    private final RaftLoop.LogRetention retention;
    private final LongConsumer images;

    /** {@code images} lets go of received images below an index. */
    public LogRelease(LogWriter writer, RaftLoop loop, RaftLoop.LogRetention retention, LongConsumer images) {
        this.writer = writer;
        this.loop = loop;
        this.retention = retention;
        this.images = images;
    }

    /** The last snapshot record is where a restart begins, so a received snapshot's must not be followed by an older one. */
    @Override
    public void flushed(SnapshotMetadata position) {
        writer.run(wal -> {
            if (position.index() < wal.newestSnapshotIndex()) {
                return;
            }
            wal.saveSnapshot(new WalSnapshot(position.index(), position.term(), position.confState()));
            loop.compactLog(position, retention, this::releaseSegments);
        });
        images.accept(position.index());
    }

    /** After the loop has let go of the entries: until then it may read them. */
    private void releaseSegments(long upTo) {
        writer.run(wal -> wal.release(Math.max(0, upTo)));
    }
}
