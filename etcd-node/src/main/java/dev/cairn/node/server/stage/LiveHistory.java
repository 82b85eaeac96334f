// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import dev.cairn.node.mvcc.Revision;
import dev.cairn.node.mvcc.RevisionEvents;
import dev.cairn.node.mvcc.RevisionHistory;
import java.util.List;

/** The history of whichever store is live: watchers outlive an installed snapshot. */
public final class LiveHistory implements RevisionHistory {
    private final LiveFeatures live;

    public LiveHistory(LiveFeatures live) {
        this.live = live;
    }

    @Override
    public long currentRevision() {
        return live.now().mvcc().currentRevision();
    }

    @Override
    public long compactRevision() {
        return live.now().mvcc().compactRevision();
    }

    @Override
    public List<RevisionEvents> history(long from, long to, int maxRevisions) {
        return live.read(features -> features.mvcc().history(from, to, maxRevisions));
    }

    @Override
    public byte[] record(Revision revision) {
        return live.read(features -> features.mvcc().record(revision));
    }
}
