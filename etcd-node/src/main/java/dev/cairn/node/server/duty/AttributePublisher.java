// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.duty;

import dev.cairn.node.membership.ClusterMember;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Reply;
import dev.cairn.node.server.ServerConfig;
import dev.cairn.node.server.stage.LiveFeatures;
import dev.cairn.node.server.stage.Proposer;
import dev.cairn.node.wire.etcdserverpb.InternalRaftRequest;
import dev.cairn.node.wire.membershippb.Attributes;
import dev.cairn.node.wire.membershippb.ClusterMemberAttrSetRequest;
import java.util.List;

/** After every start a member tells the cluster its name and client URLs, again and again until it is in the log. */
public final class AttributePublisher {
    private final LiveFeatures live;
    private final Proposer proposer;
    private final ServerConfig config;
    private final long memberId;
    private volatile boolean proposed;
    private volatile boolean published;

    public AttributePublisher(LiveFeatures live, Proposer proposer, ServerConfig config, long memberId) {
        this.live = live;
        this.proposer = proposer;
        this.config = config;
        this.memberId = memberId;
    }

    public boolean isPublished() {
        return published;
    }

    public void tick() {
        if (published || proposed || live.now().members().view().member(memberId) == null) {
            return;
        }
        if (isKnown()) {
            published = true;
            return;
        }
        proposed = true;
        proposer.propose(
                Caller.MEMBER, InternalRaftRequest.newBuilder().setClusterMemberAttrSet(request()), new Reply<>() {
                    @Override
                    public void done(Object answer) {
                        published = true;
                    }

                    @Override
                    public void failed(RuntimeException error) {
                        proposed = false;
                    }
                });
    }

    private boolean isKnown() {
        ClusterMember self = live.now().members().view().member(memberId);
        return self.name().equals(config.name()) && self.clientUrls().equals(List.copyOf(config.clientUrls()));
    }

    private ClusterMemberAttrSetRequest request() {
        return ClusterMemberAttrSetRequest.newBuilder()
                .setMemberID(memberId)
                .setMemberAttributes(
                        Attributes.newBuilder().setName(config.name()).addAllClientUrls(config.clientUrls()))
                .build();
    }
}
