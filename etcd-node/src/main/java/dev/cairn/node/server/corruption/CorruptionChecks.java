// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.corruption;

import dev.cairn.node.apply.Features;
import dev.cairn.node.membership.ClusterMember;
import dev.cairn.node.mvcc.hash.KvHash;
import dev.cairn.node.server.PeerClient;
import dev.cairn.node.server.Reply;
import dev.cairn.node.server.stage.Leadership;
import dev.cairn.node.server.stage.LiveFeatures;
import dev.cairn.node.server.stage.ReadIndexes;
import dev.cairn.node.wire.etcdserverpb.AlarmRequest;
import dev.cairn.node.wire.etcdserverpb.AlarmType;
import dev.cairn.node.wire.etcdserverpb.InternalRaftRequest;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The leader compares the members' data (etcd's monitorKVHash and monitorCompactHash) and has the alarm CORRUPT raised for
 * whoever differs. Both checks are asked for by ticks, often the same one, and run on lent threads, each once at a time.
 */
public final class CorruptionChecks {
    private static final Logger LOG = LoggerFactory.getLogger(CorruptionChecks.class);

    private final LiveFeatures live;
    private final Supplier<Leadership> leadership;
    private final ReadIndexes reads;
    private final PeerHashes peers;
    private final Executor blocking;
    private final Consumer<InternalRaftRequest.Builder> propose;
    private final long memberId;
    private final AtomicBoolean atPeriodic = new AtomicBoolean();
    private final AtomicBoolean atCompactions = new AtomicBoolean();
    /** Of compactions; up to here all members were compared. */
    private volatile long checkedRevision;

    /**
     * Who compares itself with whom.
     *
     * @param peers by which the others are asked
     * @param blocking runs what reads whole stores
     */
    public record Parties(long clusterId, long memberId, PeerClient peers, Executor blocking) {}

    /** {@code propose} brings an alarm into the log; whoever waits for the answer is not here. */
    public CorruptionChecks(
            LiveFeatures live,
            Supplier<Leadership> leadership,
            ReadIndexes reads,
            Parties parties,
            Consumer<InternalRaftRequest.Builder> propose) {
        this.live = live;
        this.leadership = leadership;
        this.reads = reads;
        this.peers = new PeerHashes(parties.peers(), parties.clusterId(), parties.memberId());
        this.blocking = parties.blocking();
        this.memberId = parties.memberId();
        this.propose = propose;
    }

    /** {@code --corrupt-check-time} has passed. */
    public void periodic() {
        begin(atPeriodic, () -> {
            KvHash before = live.read(features -> features.hashes().at(0));
            List<PeerHash> answers = peers.at(before.hashRevision(), members());
            reads.read(new Reply<>() {
                @Override
                public void done(Void nothing) {
                    goOn(atPeriodic, () -> {
                        conclude(before, answers);
                        atPeriodic.set(false);
                    });
                }

                @Override
                public void failed(RuntimeException error) {
                    LOG.warn("failed to check hash KV: {}", error.getMessage());
                    atPeriodic.set(false);
                }
            });
        });
    }

    private void conclude(KvHash before, List<PeerHash> answers) {
        KvHash after = live.read(features -> features.hashes().at(0));
        HashRules.corrupt(memberId, before, after, answers).ifPresent(this::raise);
        LOG.info(
                "finished peer corruption check of {} peers",
                answers.stream().filter(PeerHash::isAnswered).count());
    }

    /** {@code --compact-hash-check-time} has passed. */
    public void ofCompactions() {
        begin(atCompactions, () -> {
            compareCompactions();
            atCompactions.set(false);
        });
    }

    /** From the newest one on, until one is found that all members have been through. */
    private void compareCompactions() {
        List<KvHash> unchecked = live.read(this::unchecked);
        for (KvHash hash : unchecked) {
            List<PeerHash> answers = peers.at(hash.hashRevision(), members());
            if (answers.isEmpty()) {
                continue;
            }
            switch (HashRules.ofCompaction(memberId, hash, answers)) {
                case HashRules.Verdict.Checked checked -> {
                    checkedRevision = hash.hashRevision();
                    LOG.info("successfully checked hash on whole cluster at revision {}", hash.hashRevision());
                    return;
                }
                case HashRules.Verdict.Corrupt corrupt -> {
                    corrupt.memberIds().forEach(this::raise);
                    return;
                }
                case HashRules.Verdict.Incomplete incomplete ->
                    LOG.warn(
                            "skipped revision {} in compaction hash check; was not able to check all peers",
                            hash.hashRevision());
            }
        }
    }

    private void raise(long corruptId) {
        propose.accept(InternalRaftRequest.newBuilder()
                .setAlarm(AlarmRequest.newBuilder()
                        .setMemberID(corruptId)
                        .setAction(AlarmRequest.AlarmAction.ACTIVATE)
                        .setAlarm(AlarmType.CORRUPT)));
    }

    private List<KvHash> unchecked(Features features) {
        return features.hashes().newestFirst().stream()
                .takeWhile(hash -> hash.hashRevision() > checkedRevision)
                .toList();
    }

    private List<ClusterMember> members() {
        return live.now().members().view().members();
    }

    private void begin(AtomicBoolean busy, Runnable check) {
        if (leadership.get().isLeader() && busy.compareAndSet(false, true)) {
            goOn(busy, check);
        }
    }

    private void goOn(AtomicBoolean busy, Runnable work) {
        blocking.execute(() -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.warn("failed to check hash KV: {}", e.getMessage());
                busy.set(false);
            }
        });
    }
}
