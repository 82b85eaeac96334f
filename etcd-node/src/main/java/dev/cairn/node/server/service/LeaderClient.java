// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.service;

import dev.cairn.node.membership.ClusterMember;
import dev.cairn.node.server.PeerClient;
import dev.cairn.node.server.Reply;
import dev.cairn.node.server.stage.LiveFeatures;
import dev.cairn.node.server.stage.Replies;
import dev.cairn.node.wire.EtcdError;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;

/** Asks the leader over its peer URLs, on a lent thread, since the clients of peers block. */
public final class LeaderClient {
    private final PeerClient client;
    private final Executor blocking;
    private final LongSupplier leaderId;
    private final LiveFeatures live;

    public LeaderClient(PeerClient client, Executor blocking, LongSupplier leaderId, LiveFeatures live) {
        this.client = client;
        this.blocking = blocking;
        this.leaderId = leaderId;
        this.live = live;
    }

    public <T> void ask(Reply<T> reply, BiFunction<PeerClient, List<String>, T> question) {
        ClusterMember leader = live.now().members().view().member(leaderId.getAsLong());
        if (leader == null) {
            reply.failed(EtcdError.NO_LEADER.exception());
            return;
        }
        blocking.execute(() -> Replies.guard(reply, () -> reply.done(question.apply(client, leader.peerUrls()))));
    }
}
