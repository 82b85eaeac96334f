// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.service;

import dev.cairn.node.membership.ClusterMember;
import dev.cairn.node.server.ForwardedReply;
import dev.cairn.node.server.Health;
import dev.cairn.node.server.Reply;
import dev.cairn.node.server.stage.LiveFeatures;
import dev.cairn.node.server.stage.RaftLoop;
import dev.cairn.node.server.stage.ReadIndexes;
import dev.cairn.node.server.stage.Replies;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.AlarmMember;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Health as probes see it. */
public final class NodeHealth implements Health {
    private static final byte[] PROBE_KEY = {0};

    private final RaftLoop loop;
    private final ReadIndexes reads;
    private final LiveFeatures live;
    private final long clusterId;
    private final long memberId;
    private final String serverVersion;
    private final Set<Probe> waiting = new LinkedHashSet<>();

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
        return live.now().applied().toldStorageVersion(serverVersion);
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
        Probe probe = new Probe(reply);
        synchronized (waiting) {
            waiting.add(probe);
        }
        reads.read(Replies.then(probe, nothing -> serializableRead(probe)));
    }

    /** Another member leads: who waits is told so at once, as in etcd. Other reads go on under the new leader. */
    public void leaderChanged() {
        List<Probe> told;
        synchronized (waiting) {
            told = List.copyOf(waiting);
        }
        told.forEach(probe -> probe.failed(EtcdError.LEADER_CHANGED.exception()));
    }

    /** A read that ends once, with its answer or with the leader. */
    private final class Probe extends ForwardedReply<Void> {
        private final Reply<Void> reply;
        private final AtomicBoolean ended = new AtomicBoolean();

        Probe(Reply<Void> reply) {
            super(reply);
            this.reply = reply;
        }

        private boolean ends() {
            synchronized (waiting) {
                waiting.remove(this);
            }
            return ended.compareAndSet(false, true);
        }

        @Override
        public void done(Void nothing) {
            if (ends()) {
                reply.done(nothing);
            }
        }

        @Override
        public void failed(RuntimeException error) {
            if (ends()) {
                super.failed(error);
            }
        }
    }

    @Override
    public void serializableRead(Reply<Void> reply) {
        Replies.guard(reply, () -> {
            live.read(features -> features.backend().get(Bucket.META, PROBE_KEY));
            reply.done(null);
        });
    }
}
