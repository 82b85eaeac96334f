// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.small;

import dev.cairn.node.server.Health;
import dev.cairn.node.server.Reply;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.AlarmMember;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/** Health as the test wants it. */
public final class SmallHealth implements Health {
    public volatile boolean leader = true;
    public volatile boolean learner;
    public volatile boolean holdReads;
    public final BlockingQueue<Reply<Void>> heldReads = new LinkedBlockingQueue<>();
    public final List<AlarmMember> alarms = new CopyOnWriteArrayList<>();

    @Override
    public boolean hasLeader() {
        return leader;
    }

    @Override
    public boolean isLearner() {
        return learner;
    }

    @Override
    public List<AlarmMember> alarms() {
        return alarms;
    }

    @Override
    public String serverVersion() {
        return "3.7.1";
    }

    @Override
    public String clusterVersion() {
        return "3.7.0";
    }

    @Override
    public String storageVersion() {
        return "3.7.0";
    }

    @Override
    public long clusterId() {
        return SmallStore.CLUSTER_ID;
    }

    @Override
    public long memberId() {
        return SmallStore.MEMBER_ID;
    }

    @Override
    public void linearizableRead(Reply<Void> reply) {
        if (holdReads) {
            heldReads.add(reply);
        } else if (leader) {
            reply.done(null);
        } else {
            reply.failed(EtcdError.TIMEOUT.exception());
        }
    }

    @Override
    public void serializableRead(Reply<Void> reply) {
        reply.done(null);
    }
}
