// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import dev.cairn.node.server.Reply;
import dev.cairn.node.wire.EtcdError;
import java.util.function.Supplier;

/**
 * Whether this member led at a moment after it was asked. Its own word is not enough: whoever was cut off, or woke from a
 * long pause, may have a successor that it has not heard of (Raft §6.4). Leases count on it, as etcd's do, whether
 * they are ended or prolonged.
 */
public final class ConfirmedLeadership {
    private final ReadIndexes reads;
    private final Supplier<Leadership> leadership;

    public ConfirmedLeadership(ReadIndexes reads, Supplier<Leadership> leadership) {
        this.reads = reads;
        this.leadership = leadership;
    }

    /**
     * Answers the term in which a quorum confirmed this member. Fails as not the leader when it is that no more, or again
     * in a later term, and as any linearizable read without a quorum.
     */
    public void ask(Reply<Long> reply) {
        long term = leadership.get().term();
        reads.read(Replies.then(reply, confirmed -> {
            Leadership now = leadership.get();
            if (!now.isLeader() || now.term() != term) {
                throw EtcdError.NOT_LEADER.exception();
            }
            reply.done(term);
        }));
    }
}
