// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.reaction;

import dev.cairn.node.apply.Features;
import dev.cairn.node.mvcc.watch.WatchHub;
import dev.cairn.node.raft.Snapshot;
import dev.cairn.node.raft.SnapshotMetadata;
import dev.cairn.node.server.stage.ApplyStage;
import dev.cairn.node.server.stage.PendingProposals;
import dev.cairn.node.server.stage.ReadIndexes;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A received snapshot takes the place of the store: watchers, connections and those who wait learn of it. */
public final class Installation implements ApplyStage.StoreReplacement {
    private static final Logger LOG = LoggerFactory.getLogger(Installation.class);

    private final Function<SnapshotMetadata, Features> installer;
    private final WatchHub hub;
    private final Connections connections;
    private final PendingProposals proposals;
    private final ReadIndexes reads;

    /** {@code installer} makes a fresh store of the saved image and switches to it. */
    public Installation(
            Function<SnapshotMetadata, Features> installer,
            WatchHub hub,
            Connections connections,
            PendingProposals proposals,
            ReadIndexes reads) {
        this.installer = installer;
        this.hub = hub;
        this.connections = connections;
        this.proposals = proposals;
        this.reads = reads;
    }

    @Override
    public Features install(Snapshot snapshot) {
        LOG.info("installing the snapshot of index {}", snapshot.metadata().index());
        Features features = installer.apply(snapshot.metadata());
        features.mvcc().listen(hub);
        return features;
    }

    @Override
    public void installed(Snapshot snapshot) {
        hub.snapshotInstalled();
        connections.replaced();
        proposals.appliedTerm(snapshot.metadata().term());
        reads.applied(snapshot.metadata().index());
        LOG.info("installed the snapshot of index {}", snapshot.metadata().index());
    }
}
