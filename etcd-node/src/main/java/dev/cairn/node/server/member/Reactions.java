// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.member;

import dev.cairn.node.apply.Features;
import dev.cairn.node.apply.Outcome;
import dev.cairn.node.membership.ClusterMember;
import dev.cairn.node.membership.MembersView;
import dev.cairn.node.raft.ConfChange;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.Snapshot;
import dev.cairn.node.server.stage.ApplyStage;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What follows from applied entries: answers to those who wait, connections to members, duties of a new leader. */
final class Reactions implements ApplyStage.Outputs {
    private static final Logger LOG = LoggerFactory.getLogger(Reactions.class);

    private final EtcdServer server;
    private final Runnable onRemoved;
    private final List<Outcome.ConfChanged> confChanges = new ArrayList<>();
    private final List<Outcome.Compaction> compactions = new ArrayList<>();

    Reactions(EtcdServer server, Runnable onRemoved) {
        this.server = server;
        this.onRemoved = onRemoved;
    }

    @Override
    public void outcome(Outcome outcome) {
        switch (outcome) {
            case Outcome.Answer answer -> server.proposals().applied(answer.requestId(), answer.result());
            case Outcome.ConfChanged changed -> confChanged(changed);
            case Outcome.FirstInTerm first -> server.duties().firstInTerm(first.term());
            case Outcome.ClusterVersion version -> {
                LOG.info("cluster version is {}", version.version());
                server.proposals().applied(version.requestId(), version.version());
            }
            case Outcome.Compaction compaction -> compacted(compaction);
        }
    }

    private void confChanged(Outcome.ConfChanged changed) {
        ConfChange effective = changed.effective();
        server.loop().run(core -> core.applyConfChange(effective.toV2()));
        confChanges.add(changed);
        if (effective.nodeId() != 0) {
            connect(effective.nodeId(), server.live().now().members().view());
        }
    }

    private void connect(long id, MembersView view) {
        boolean self = id == server.recovered().memberId();
        ClusterMember member = view.member(id);
        if (member != null && !self) {
            server.transport().addPeer(id, member.peerUrls());
        } else if (view.isRemoved(id) && self) {
            LOG.warn("this member was removed from the cluster and stops");
            onRemoved.run();
        } else if (view.isRemoved(id)) {
            server.transport().removePeer(id);
        }
    }

    /** Who asked to wait for the deletion is answered by {@link #compacted(long)}. */
    private void compacted(Outcome.Compaction compaction) {
        if (compaction.physical()) {
            compactions.add(compaction);
            server.proposals().appliedButAtWork(compaction.requestId());
        } else {
            server.proposals().applied(compaction.requestId(), compaction.result());
        }
    }

    @Override
    public void compacted(long revision) {
        compactions.removeIf(waiting -> {
            boolean done = waiting.revision() <= revision;
            if (done) {
                server.proposals().applied(waiting.requestId(), waiting.result());
            }
            return done;
        });
    }

    @Override
    public void applied(List<Entry> entries) {
        List<Outcome.ConfChanged> changes = List.copyOf(confChanges);
        confChanges.clear();
        server.loop().run(core -> {
            core.onApplied(entries);
            if (!changes.isEmpty()) {
                server.duties().campaignIfAlone(core);
            }
        });
        // Behind the above: until it knows that one change is applied, the core drops the next without a word.
        changes.forEach(each -> server.proposals().applied(each.requestId(), each.result()));
        server.proposals().appliedTerm(entries.getLast().term());
        server.reads().applied(entries.getLast().index());
        server.flusher().check();
        server.quota().applied();
    }

    @Override
    public Features install(Snapshot snapshot) {
        LOG.info("installing the snapshot of index {}", snapshot.metadata().index());
        Features features = server.installer().install(snapshot.metadata());
        features.mvcc().listen(server.hub());
        return features;
    }

    @Override
    public void installed(Snapshot snapshot) {
        server.hub().snapshotInstalled();
        MembersView view = server.live().now().members().view();
        for (ClusterMember member : view.members()) {
            connect(member.id(), view);
        }
        view.removedIds().forEach(id -> connect(id, view));
        server.proposals().appliedTerm(snapshot.metadata().term());
        server.reads().applied(snapshot.metadata().index());
        LOG.info("installed the snapshot of index {}", snapshot.metadata().index());
    }
}
