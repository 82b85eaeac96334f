// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.apply;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.codec.ConfChangeCodec;
import dev.cairn.node.invariant.Invariant;
import dev.cairn.node.membership.AppliedConfState;
import dev.cairn.node.membership.ClusterMember;
import dev.cairn.node.membership.MemberChange;
import dev.cairn.node.membership.MembersView;
import dev.cairn.node.mvcc.MvccBatch;
import dev.cairn.node.raft.ConfChange;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.storage.WriteTx;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.EtcdException;
import dev.cairn.node.wire.Nesting;
import dev.cairn.node.wire.etcdserverpb.InternalRaftRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * A run of committed entries applied as one atomic write: every effect together with the consistent index, its term and
 * the configuration (design D2). Readers see the new state, and proposers their answers, only after {@link #commit}.
 */
public final class ApplyBatch implements AutoCloseable {
    private final Features features;
    private final ApplyContext context;
    private final WriteTx tx;
    private final MvccBatch mvcc;
    private final Applier requests;
    private final List<Outcome> outcomes = new ArrayList<>();
    private long lastIndex;
    private long lastTerm;
    private long highestTerm;
    private boolean published;
    private InternalRaftRequest last;
    private Object lastAnswer;
    private long lastNanos;

    public ApplyBatch(Features features, ApplyContext context) {
        this.features = features;
        this.context = context;
        this.tx = features.backend().begin();
        this.mvcc = features.mvcc().begin(tx);
        Applier last = new RequestApplier(features, context, tx, mvcc);
        Applier permitted = new AuthApplier(features.auth(), features.lessor(), last);
        this.requests = new AlarmApplier(features.alarms(), permitted);
        this.lastIndex = features.applied().position().index();
        this.highestTerm = features.applied().position().term();
    }

    /** Entries come in log order without gaps; those that the store already holds are passed over. */
    public void apply(Entry entry) {
        if (entry.index() <= lastIndex) {
            return;
        }
        Invariant.check(
                entry.index() == lastIndex + 1,
                "entry %d follows entry %d: the log has a gap",
                entry.index(),
                lastIndex);
        Invariant.check(
                Long.compareUnsigned(entry.term(), highestTerm) >= 0,
                "entry %d has term %d, the one before it %d",
                entry.index(),
                entry.term(),
                highestTerm);
        switch (entry.type()) {
            case NORMAL -> applyNormal(entry);
            case CONF_CHANGE -> applyConfChange(entry);
            case CONF_CHANGE_V2 ->
                throw new IllegalStateException(
                        "entry " + entry.index() + " is a joint membership change, which no etcd member proposes");
        }
        lastIndex = entry.index();
        lastTerm = entry.term();
        highestTerm = lastTerm;
    }

    private void applyNormal(Entry entry) {
        if (entry.data().length == 0) {
            outcomes.add(new Outcome.FirstInTerm(entry.term()));
            return;
        }
        InternalRaftRequest request;
        try {
            request = InternalRaftRequest.parser().parseFrom(Nesting.stored(entry.data()));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("entry " + entry.index() + " is no request: " + e.getMessage(), e);
        }
        long id = request.getID() != 0 ? request.getID() : request.getHeader().getID();
        outcomes.add(outcome(request, entry.index(), id));
    }

    private Outcome outcome(InternalRaftRequest request, long index, long id) {
        long began = context.nanos().getAsLong();
        Outcome outcome;
        try {
            outcome = requests.apply(
                    request, new Applying(index, id, context.awaited().isAwaited(id)));
        } catch (EtcdException refused) {
            outcome = new Outcome.Applied(id, refused);
        }
        applied(request, outcome, context.nanos().getAsLong() - began);
        return outcome;
    }

    /** As in etcd a compaction that came too late is no failure. */
    private void applied(InternalRaftRequest request, Outcome outcome, long tookNanos) {
        Object answer = outcome instanceof Outcome.Applied(long _, Object result) ? result : null;
        boolean success = !(answer instanceof RuntimeException)
                || (answer instanceof EtcdException refused && refused.error() == EtcdError.COMPACTED);
        context.figures().durations().observeNanos(RequestKind.of(request), success, tookNanos);
        last = request;
        lastAnswer = answer;
        lastNanos = tookNanos;
        context.slow().applied(request, answer, tookNanos);
    }

    private void applyConfChange(Entry entry) {
        ConfChange change;
        try {
            change = ConfChangeCodec.decodeV1(entry.data());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(
                    "entry " + entry.index() + " is no membership change: " + e.getMessage(), e);
        }
        MemberChange member = MemberChange.read(change.type().ordinal(), change.nodeId(), change.context());
        try {
            features.members().validate(member);
        } catch (EtcdException refused) {
            ConfChange nothing = new ConfChange(change.id(), change.type(), 0, change.context());
            outcomes.add(new Outcome.ConfChanged(change.id(), nothing, refused));
            return;
        }
        features.members().apply(tx, member);
        MembersView view = features.members().view();
        features.applied().setConfState(tx, confState(view));
        outcomes.add(new Outcome.ConfChanged(change.id(), change, view));
    }

    /** Changes go one at a time, so the configuration is just who votes and who learns. */
    private static AppliedConfState confState(MembersView view) {
        return new AppliedConfState(ids(view.voters()), ids(view.learners()), List.of(), List.of(), false);
    }

    private static List<Long> ids(List<ClusterMember> members) {
        return members.stream().map(ClusterMember::id).toList();
    }

    /** Writes everything, then shows it to readers and watchers; returns what to tell, in entry order. */
    public List<Outcome> commit() {
        if (lastTerm != 0) {
            features.applied().setPosition(tx, lastIndex, lastTerm);
            features.auth().keepRevision(tx);
            long began = context.nanos().getAsLong();
            tx.commit();
            mvcc.publish();
            published = true;
            if (last != null) {
                context.slow()
                        .committed(last, lastAnswer, lastNanos, context.nanos().getAsLong() - began);
            }
        }
        return outcomes;
    }

    public long lastIndex() {
        return lastIndex;
    }

    @Override
    public void close() {
        tx.close();
        if (!published) {
            mvcc.close();
        }
    }
}
