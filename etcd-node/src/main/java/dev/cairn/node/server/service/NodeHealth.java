// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.service;

import dev.cairn.node.membership.ClusterMember;
import dev.cairn.node.server.Health;
import dev.cairn.node.server.Reply;
import dev.cairn.node.server.stage.LiveFeatures;
import dev.cairn.node.server.stage.RaftLoop;
import dev.cairn.node.server.stage.ReadIndexes;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.wire.etcdserverpb.AlarmMember;
import java.util.List;

/** Health as probes see it. */
public final class NodeHealth implements Health {
    private static final byte[] PROBE_KEY = {0};

    private final RaftLoop loop;
    private final ReadIndexes reads;
    private final LiveFeatures live;
    private final long clusterId;
    private final long memberId;
    private final String serverVersion;

    public NodeHealth(
            RaftLoop loop, ReadIndexes reads, LiveFeatures live, long clusterId, long memberId, String serverVersion) {
        this.loop = loop;
        this.reads = reads;
        this.live = live;
        this.clusterId = clusterId;
        this.memberId = memberId;
        this.serverVersion = serverVersion;
    }

    @Override
    public boolean hasLeader() {
        return loop.leadership().leader() != 0;
    }

    /** Not in the configuration yet counts as learner: a member that is being added serves nobody. */
    @Override
    public boolean isLearner() {
        ClusterMember self = live.now().members().view().member(memberId);
        return self == null || self.learner();
    }

    @Override
    public List<AlarmMember> alarms() {
        return live.now().alarms().all();
    }

    @Override
    public String serverVersion() {
        return serverVersion;
    }

    @Override
    public String clusterVersion() {
        return live.now().members().view().clusterVersion();
    }

    @Override
    public String storageVersion() {
        return live.now().applied().storageVersion();
    }

    @Override
    public long clusterId() {
        return clusterId;
    }

    @Override
    public long memberId() {
        return memberId;
    }

    @Override
    public void linearizableRead(Reply<Void> reply) {
        reads.read(dev.cairn.node.server.stage.Replies.then(reply, nothing -> serializableRead(reply)));
    }

    @Override
    public void serializableRead(Reply<Void> reply) {
        dev.cairn.node.server.stage.Replies.guard(reply, () -> {
            live.read(features -> features.backend().get(Bucket.META, PROBE_KEY));
            reply.done(null);
        });
    }
}
