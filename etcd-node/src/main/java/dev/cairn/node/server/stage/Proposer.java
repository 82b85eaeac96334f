// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import dev.cairn.node.membership.RequestIds;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.server.Reply;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.EtcdException;
import dev.cairn.node.wire.etcdserverpb.InternalRaftRequest;
import dev.cairn.node.wire.etcdserverpb.RequestHeader;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Brings a request into the log and its answer back to the one who waits. */
public final class Proposer {
    /** Committed entries that may wait to be applied before new requests are refused (etcd's maxGapBetweenApplyAndCommitIndex). */
    static final long MAX_APPLY_LAG = 5_000;

    private final RaftLoop loop;
    private final PendingProposals proposals;
    private final RequestIds ids;
    private final LongSupplier appliedIndex;
    private final Limits limits;
    private final Consumer<InternalRaftRequest.Builder> admission;

    /** Of one request, and of all that were not answered yet; one alone always goes. */
    public record Limits(int requestBytes, long pendingBytes) {}

    /** {@code admission} throws for what there is no room for. */
    public Proposer(
            RaftLoop loop,
            PendingProposals proposals,
            RequestIds ids,
            LongSupplier appliedIndex,
            Limits limits,
            Consumer<InternalRaftRequest.Builder> admission) {
        this.loop = loop;
        this.proposals = proposals;
        this.ids = ids;
        this.appliedIndex = appliedIndex;
        this.limits = limits;
        this.admission = admission;
    }

    public long nextId() {
        return ids.next();
    }

    public long nextLeaseId() {
        return ids.nextLeaseId();
    }

    /** {@code reply} gets what {@link dev.cairn.node.apply.Outcome} holds for the request. */
    public void propose(InternalRaftRequest.Builder request, Reply<Object> reply) {
        if (loop.leadership().commitIndex() > appliedIndex.getAsLong() + MAX_APPLY_LAG) {
            reply.failed(EtcdError.TOO_MANY_REQUESTS.exception());
            return;
        }
        try {
            admission.accept(request);
        } catch (EtcdException refused) {
            reply.failed(refused);
            return;
        }
        long id = ids.next();
        byte[] data =
                request.setHeader(RequestHeader.newBuilder().setID(id)).build().toByteArray();
        if (data.length > limits.requestBytes()) {
            reply.failed(EtcdError.REQUEST_TOO_LARGE.exception());
            return;
        }
        long pending = proposals.pendingBytes();
        if (pending > 0 && pending + data.length > limits.pendingBytes()) {
            reply.failed(EtcdError.TOO_MANY_REQUESTS.exception());
            return;
        }
        propose(id, Entry.normal(0, 0, data), reply);
    }

    /** For what this member decides as the leader of a term, see {@link RaftLoop#proposeAsLeader}; nobody is told. */
    public void proposeAsLeader(long term, InternalRaftRequest.Builder request) {
        RequestHeader header = RequestHeader.newBuilder().setID(ids.next()).build();
        loop.proposeAsLeader(
                term, Entry.normal(0, 0, request.setHeader(header).build().toByteArray()));
    }

    public void propose(long id, Entry entry, Reply<Object> reply) {
        PendingProposals.Waiter waiter = proposals.await(id, entry.data().length, reply);
        if (!loop.propose(entry, waiter)) {
            proposals.failed(id, EtcdError.TOO_MANY_REQUESTS.exception());
        }
    }
}
