// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.duty;

import dev.cairn.node.apply.Features;
import dev.cairn.node.server.stage.LiveFeatures;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.AlarmRequest;
import dev.cairn.node.wire.etcdserverpb.AlarmType;
import dev.cairn.node.wire.etcdserverpb.InternalRaftRequest;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Room for what is stored, and for the index in memory: etcd's quota ({@code --quota-backend-bytes}), and a second one that
 * etcd, which maps its file, does not need. A request that would go beyond is refused where it comes in, and the alarm
 * NOSPACE is raised through the log; once that is applied, every member refuses what needs room. It ends as in etcd: delete,
 * compact, disarm. A member that finds itself beyond while it applies raises the alarm as well: others may have more memory.
 *
 * <p>Deletions go on, though a deleted key takes more of the index than a living one until a compaction has come by. They
 * have room of their own for that, half of the index's; beyond it they are refused too, until there is a compaction.
 *
 * <p>Sizes are counted, not measured, so the same requests have the same end everywhere. Any thread.
 */
public final class SpaceQuota {
    private static final Logger LOG = LoggerFactory.getLogger(SpaceQuota.class);

    /** An alarm that was proposed and did not come is proposed again after this time. */
    private static final long RETRY_NANOS = 1_000_000_000L;

    /** What deleting a key takes while it is applied: its record, its event, its place in the answer. */
    private static final long DELETED_KEY_WORK_BYTES = 200;

    private final LiveFeatures live;
    private final Limits limits;
    private final long memberId;
    private final LongSupplier nanos;
    private final Consumer<InternalRaftRequest.Builder> propose;
    private long raisedNanos;
    private boolean raised;
    private long appliedStoreBytes;
    private long appliedIndexBytes;

    /** In bytes; a quota of the store of 0 or less is none. {@code workBytes}: for one request while it is applied. */
    public record Limits(long storeBytes, long indexBytes, long workBytes) {}

    /** {@code propose} brings an alarm into the log; whoever waits for the answer is not here. */
    public SpaceQuota(
            LiveFeatures live,
            Limits limits,
            long memberId,
            LongSupplier nanos,
            Consumer<InternalRaftRequest.Builder> propose) {
        this.live = live;
        this.limits = limits;
        this.memberId = memberId;
        this.nanos = nanos;
        this.propose = propose;
        this.appliedStoreBytes = storeBytes();
        this.appliedIndexBytes = indexBytes();
    }

    /**
     * Lets a request pass that needs no more room than there is, or none (etcd's quotaKVServer and quotaLeaseServer).
     *
     * @throws dev.cairn.node.wire.EtcdException NO_SPACE, or REQUEST_TOO_LARGE for a deletion that is to be done in parts
     */
    public void admit(InternalRaftRequest.Builder request) {
        SpaceCost cost = SpaceCost.of(request, live.now().mvcc()::estimate);
        if (cost.isNothing()) {
            return;
        }
        if (cost.deletedKeys() > 1 && cost.deletedKeys() * DELETED_KEY_WORK_BYTES > limits.workBytes()) {
            throw EtcdError.REQUEST_TOO_LARGE.exception();
        }
        long index = indexBytes() + cost.indexBytes();
        boolean refused = index > deletionLimit()
                || cost.puts() && isBeyond(storeBytes() + cost.storeBytes(), index - deletedIndexBytes());
        if (refused) {
            raise();
            throw EtcdError.NO_SPACE.exception();
        }
    }

    private long deletionLimit() {
        return limits.indexBytes() + limits.indexBytes() / 2;
    }

    /** Entries were applied. Only what grew is a reason: a disarmed alarm does not come back by itself. */
    public void applied() {
        long store = storeBytes();
        long index = indexBytes();
        boolean grew = store > appliedStoreBytes || index > appliedIndexBytes;
        appliedStoreBytes = store;
        appliedIndexBytes = index;
        if (grew && (isBeyond(store, index - deletedIndexBytes()) || index > deletionLimit())) {
            raise();
        }
    }

    private boolean isBeyond(long store, long index) {
        return (limits.storeBytes() > 0 && store >= limits.storeBytes()) || index >= limits.indexBytes();
    }

    private void raise() {
        synchronized (this) {
            long now = nanos.getAsLong();
            boolean underWay = raised && now - raisedNanos < RETRY_NANOS;
            if (underWay || live.now().alarms().isActive(AlarmType.NOSPACE)) {
                return;
            }
            raised = true;
            raisedNanos = now;
        }
        if (limits.storeBytes() <= 0 || limits.indexBytes() - indexBytes() < limits.storeBytes() - storeBytes()) {
            LOG.warn(
                    "the index of keys takes {} of the {} bytes of memory that it may: raising alarm NOSPACE; delete"
                            + " keys, compact and disarm, or give the members more memory",
                    indexBytes(),
                    limits.indexBytes());
        } else {
            LOG.warn(
                    "the store takes {} of the {} bytes of --quota-backend-bytes: raising alarm NOSPACE; compact and"
                            + " disarm, or raise the quota",
                    storeBytes(),
                    limits.storeBytes());
        }
        propose.accept(InternalRaftRequest.newBuilder()
                .setAlarm(AlarmRequest.newBuilder()
                        .setMemberID(memberId)
                        .setAction(AlarmRequest.AlarmAction.ACTIVATE)
                        .setAlarm(AlarmType.NOSPACE)));
    }

    private long storeBytes() {
        return live.now().mvcc().inUseBytes();
    }

    private long deletedIndexBytes() {
        return live.now().mvcc().deletedIndexBytes();
    }

    public long indexLimitBytes() {
        return limits.indexBytes();
    }

    /** Of keys and leases. */
    public long indexBytes() {
        Features features = live.now();
        return features.mvcc().indexBytes() + features.lessor().memoryBytes();
    }
}
