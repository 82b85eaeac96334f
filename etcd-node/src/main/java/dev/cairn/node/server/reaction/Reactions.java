// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.reaction;

import dev.cairn.node.apply.Outcome;
import dev.cairn.node.invariant.Invariant;
import dev.cairn.node.membership.ClusterMember;
import dev.cairn.node.membership.MembersView;
import dev.cairn.node.raft.ConfChange;
import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.server.duty.SpaceQuota;
import dev.cairn.node.server.stage.ApplyStage;
import dev.cairn.node.server.stage.Flusher;
import dev.cairn.node.server.stage.PendingProposals;
import dev.cairn.node.server.stage.RaftLoop;
import dev.cairn.node.server.stage.ReadIndexes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What follows from applied entries: answers to those who wait, connections to members, duties of a new leader. */
public final class Reactions implements ApplyStage.Outputs {
    private static final Logger LOG = LoggerFactory.getLogger(Reactions.class);

    private final RaftLoop loop;
    private final PendingProposals proposals;
    private final ReadIndexes reads;
    private final Connections connections;
    private final LeaderChanges leaders;
    private final Flusher flusher;
    private final SpaceQuota quota;
    private final List<Outcome.ConfChanged> confChanges = new ArrayList<>();
    private final List<Outcome.Compaction> compactions = new ArrayList<>();

    public Reactions(
            RaftLoop loop,
            PendingProposals proposals,
            ReadIndexes reads,
            Connections connections,
            LeaderChanges leaders,
            Flusher flusher,
            SpaceQuota quota) {
        this.loop = loop;
        this.proposals = proposals;
        this.reads = reads;
        this.connections = connections;
        this.leaders = leaders;
        this.flusher = flusher;
        this.quota = quota;
    }

    @Override
    public void outcome(Outcome outcome) {
        switch (outcome) {
            case Outcome.Applied answer -> proposals.applied(answer.requestId(), answer.result());
            case Outcome.ConfChanged changed -> confChanged(changed);
            case Outcome.FirstInTerm first -> leaders.firstInTerm(first.term());
            case Outcome.ClusterVersion version -> {
                LOG.info("cluster version is {}", version.version());
                flusher.flushSoon();
                proposals.applied(version.requestId(), version.version());
            }
            case Outcome.Compaction compaction -> compacted(compaction);
        }
    }

    private void confChanged(Outcome.ConfChanged changed) {
        ConfChange effective = changed.effective();
        loop.run(core -> {
            ConfState after = core.applyConfChange(effective.toV2());
            if (changed.result() instanceof MembersView members) {
                checkAgreed(after, members);
            }
        });
        confChanges.add(changed);
        if (effective.nodeId() != 0) {
            connections.changed(effective.nodeId());
        }
    }

    /** Who votes and who learns is kept twice: by the core, and with the members' names and addresses. */
    private static void checkAgreed(ConfState configuration, MembersView members) {
        Invariant.check(
                Set.copyOf(configuration.voters()).equals(ids(members.voters()))
                        && Set.copyOf(configuration.learners()).equals(ids(members.learners())),
                () -> "the configuration is " + configuration + ", the members are " + members);
    }

    private static Set<Long> ids(List<ClusterMember> members) {
        return members.stream().map(ClusterMember::id).collect(Collectors.toUnmodifiableSet());
    }

    /** Who asked to wait for the deletion is answered by {@link #compacted(long)}. */
    private void compacted(Outcome.Compaction compaction) {
        if (compaction.physical()) {
            compactions.add(compaction);
            proposals.appliedButAtWork(compaction.requestId());
        } else {
            proposals.applied(compaction.requestId(), compaction.result());
        }
    }

    @Override
    public void compacted(long revision) {
        compactions.removeIf(waiting -> {
            boolean done = waiting.revision() <= revision;
            if (done) {
                proposals.applied(waiting.requestId(), waiting.result());
            }
            return done;
        });
    }

    @Override
    public void applied(List<Entry> entries) {
        List<Outcome.ConfChanged> changes = List.copyOf(confChanges);
        confChanges.clear();
        loop.run(core -> {
            core.onApplied(entries);
            if (!changes.isEmpty()) {
                SoleVoter.campaign(core);
            }
        });
        // Behind the above: until it knows that one change is applied, the core drops the next without a word.
        changes.forEach(each -> proposals.applied(each.requestId(), each.result()));
        proposals.appliedTerm(entries.getLast().term());
        reads.applied(entries.getLast().index());
        flusher.check();
        quota.applied();
    }
}
