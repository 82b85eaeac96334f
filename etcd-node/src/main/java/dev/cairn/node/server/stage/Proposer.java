// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import dev.cairn.node.apply.RequestKind;
import dev.cairn.node.auth.AuthInfo;
import dev.cairn.node.membership.RequestIds;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Reply;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.EtcdException;
import dev.cairn.node.wire.etcdserverpb.InternalRaftRequest;
import dev.cairn.node.wire.etcdserverpb.RequestHeader;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a request into the log and its answer back to the one who waits. */
public final class Proposer {
    /** Committed entries that may wait to be applied before new requests are refused (etcd's maxGapBetweenApplyAndCommitIndex). */
    static final long MAX_APPLY_LAG = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(Proposer.class);

    private final RaftLoop loop;
    private final Identities identities;
    private final PendingProposals proposals;
    private final RequestIds ids;
    private final LongSupplier appliedIndex;
    private final Limits limits;
    private final Consumer<InternalRaftRequest.Builder> admission;
    private final Stopwatch timing;

    /** Of one request, and of all that were not answered yet; one alone always goes. */
    public record Limits(int requestBytes, long pendingBytes) {}

    /** {@code admission} throws for what there is no room for. */
    public Proposer(
            RaftLoop loop,
            Identities identities,
            PendingProposals proposals,
            RequestIds ids,
            LongSupplier appliedIndex,
            Limits limits,
            Consumer<InternalRaftRequest.Builder> admission,
            Stopwatch timing) {
        this.timing = timing;
        this.loop = loop;
        this.identities = identities;
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
    public void propose(Caller caller, InternalRaftRequest.Builder request, Reply<Object> reply) {
        identities.identify(caller, Replies.then(reply, who -> propose(caller, who, request, reply)));
    }

    /** As above, of a caller who is known already, or need not be. */
    public void propose(Caller caller, AuthInfo who, InternalRaftRequest.Builder request, Reply<Object> untimed) {
        Reply<Object> reply = timing.timed(RequestKind.of(request), untimed);
        if (loop.leadership().commitIndex() > appliedIndex.getAsLong() + MAX_APPLY_LAG) {
            refuse(caller, EtcdError.TOO_MANY_REQUESTS.exception(), reply);
            return;
        }
        try {
            admission.accept(request);
        } catch (EtcdException refused) {
            refuse(caller, refused, reply);
            return;
        }
        long id = ids.next();
        byte[] data = request.setHeader(header(who, id)).build().toByteArray();
        if (data.length > limits.requestBytes()) {
            refuse(caller, EtcdError.REQUEST_TOO_LARGE.exception(), reply);
            return;
        }
        long pending = proposals.pendingBytes();
        if (pending > 0 && pending + data.length > limits.pendingBytes()) {
            refuse(caller, EtcdError.TOO_MANY_REQUESTS.exception(), reply);
            return;
        }
        propose(caller, id, Entry.normal(0, 0, data), reply);
    }

    /** Every member learns from it who asked, and asks once more whether he may. */
    private static RequestHeader.Builder header(AuthInfo who, long id) {
        return RequestHeader.newBuilder().setID(id).setUsername(who.user()).setAuthRevision(who.revision());
    }

    private static void refuse(Caller caller, EtcdException why, Reply<Object> reply) {
        LOG.debug("a request of {} is refused: {}", caller, why.getMessage());
        reply.failed(why);
    }

    /** For what this member decides as the leader of a term, see {@link RaftLoop#proposeAsLeader}; nobody is told. */
    public void proposeAsLeader(long term, InternalRaftRequest.Builder request) {
        RequestHeader.Builder header = header(identities.ofMembers(), ids.next());
        loop.proposeAsLeader(
                term, Entry.normal(0, 0, request.setHeader(header).build().toByteArray()));
    }

    public void propose(Caller caller, long id, Entry entry, Reply<Object> reply) {
        PendingProposals.Waiter waiter = proposals.await(id, entry.data().length, reply);
        if (!loop.propose(entry, waiter)) {
            LOG.debug("a request of {} is refused: the raft loop is overloaded", caller);
            proposals.failed(id, EtcdError.TOO_MANY_REQUESTS.exception());
        }
    }
}
