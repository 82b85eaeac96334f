// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.lease;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.invariant.Invariant;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.Cursor;
import dev.cairn.node.storage.ReadTx;
import dev.cairn.node.storage.WriteTx;
import dev.cairn.node.wire.EtcdError;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * All leases of the cluster, as etcd's lessor keeps them. Granting, revoking, attaching and checkpointing come from the
 * log, on the apply thread, inside its batch, and have the same outcome on every member. Time is the leader's alone: it
 * is <em>primary</em> between {@link #promote} and {@link #demote}, renews, and names what expired; only a revoke from the
 * log ends a lease.
 *
 * <p>Nothing expires early: a deadline only moves to a later instant, and a new leader gives every lease its time once
 * more. But a primary may be a leader that was replaced without having noticed. So the server takes {@link #expired},
 * confirms its leadership, asks {@link #stillExpired} and proposes only those.
 *
 * <p>All methods may be called from any thread. Instants are nanoseconds of one monotonic clock.
 */
public final class Lessor {
    /** The longest lease a client may ask for. */
    public static final long MAX_TTL_SECONDS = 9_000_000_000L;

    /** An expired lease is named again after this time, should its revoke have been lost. */
    static final long EXPIRED_RETRY_NANOS = 3_000_000_000L;

    /** How many leases may expire within one second after a promotion; etcd revokes at most 1,000 in a second. */
    static final int EXPIRIES_PER_SECOND = 750;

    /** What a lease takes in memory, about, and each key attached to it. */
    public static final long LEASE_MEMORY_BYTES = 320;

    private static final long KEY_MEMORY_BYTES = 48;

    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final Comparator<Lease> BY_DEADLINE =
            Comparator.<Lease>comparingLong(lease -> lease.deadlineNanos).thenComparingLong(lease -> lease.id);

    private final LessorSettings settings;
    private final Object lock = new Object();
    private final SortedMap<Long, Lease> leases = new TreeMap<>();
    private final Deadlines expiries = new Deadlines();
    private final Deadlines checkpoints = new Deadlines();
    private boolean primary;
    private volatile int leaseCount;
    private volatile int keyCount;

    public Lessor(LessorSettings settings) {
        this.settings = settings;
    }

    /** Takes up what the store holds, at start and when a snapshot was installed; keys have to be attached anew. */
    public void load(ReadTx tx) {
        List<Lease> found = new ArrayList<>();
        try (Cursor cursor = tx.scan(Bucket.LEASE, new byte[0], null)) {
            while (cursor.next()) {
                var stored = dev.cairn.node.wire.leasepb.Lease.parseFrom(cursor.value());
                long ttlSeconds = Math.max(stored.getTTL(), settings.minTtlSeconds());
                found.add(new Lease(stored.getID(), ttlSeconds, stored.getRemainingTTL()));
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("bucket lease: a record is no Lease: " + e.getMessage(), e);
        }
        demote();
        synchronized (lock) {
            leases.clear();
            found.forEach(lease -> leases.put(lease.id, lease));
            leaseCount = leases.size();
            keyCount = 0;
        }
    }

    /** Refuses an id that is taken and a TTL beyond {@link #MAX_TTL_SECONDS}; raises one below the minimum. */
    public LeaseView grant(WriteTx tx, long id, long ttlSeconds, long nowNanos) {
        if (id == 0) {
            throw EtcdError.LEASE_NOT_FOUND.exception();
        }
        if (ttlSeconds > MAX_TTL_SECONDS) {
            throw EtcdError.LEASE_TTL_TOO_LARGE.exception();
        }
        synchronized (lock) {
            if (leases.containsKey(id)) {
                throw EtcdError.LEASE_EXIST.exception();
            }
            Lease lease = new Lease(id, Math.max(ttlSeconds, settings.minTtlSeconds()), 0);
            tx.put(Bucket.LEASE, recordKey(id), lease.toRecord());
            leases.put(id, lease);
            leaseCount = leases.size();
            if (primary) {
                lease.refresh(nowNanos, 0);
                expiries.set(id, lease.deadlineNanos);
                scheduleCheckpoint(lease, nowNanos);
            }
            return view(lease, nowNanos);
        }
    }

    /** Ends a lease. The caller deletes the answered keys, which are in byte order, in one revision. */
    public List<byte[]> revoke(WriteTx tx, long id) {
        Lease lease;
        synchronized (lock) {
            lease = known(id);
            tx.delete(Bucket.LEASE, recordKey(id));
            leases.remove(id);
            leaseCount = leases.size();
            keyCount -= lease.keys.size();
            expiries.remove(id);
            checkpoints.remove(id);
        }
        lease.waiters.forEach(Runnable::run);
        return List.copyOf(lease.keys);
    }

    /** The key lives as long as the lease. A key of another lease has to be detached from that one first. */
    public void attach(long id, byte[] key) {
        synchronized (lock) {
            if (known(id).keys.add(key)) {
                keyCount++;
            }
        }
    }

    /** The key no longer depends on the lease, which may be gone already. */
    public void detach(long id, byte[] key) {
        synchronized (lock) {
            Lease lease = leases.get(id);
            if (lease != null) {
                boolean own = lease.keys.remove(key);
                Invariant.check(own, "lease %d is named by a key that is not among its own", id);
                keyCount--;
            }
        }
    }

    /** What leases and their keys take in memory, by counting. */
    public long memoryBytes() {
        return leaseCount * LEASE_MEMORY_BYTES + keyCount * KEY_MEMORY_BYTES;
    }

    public boolean contains(long id) {
        synchronized (lock) {
            return leases.containsKey(id);
        }
    }

    /** The lease, or null. */
    public LeaseView lookup(long id, long nowNanos) {
        synchronized (lock) {
            Lease lease = leases.get(id);
            return lease == null ? null : view(lease, nowNanos);
        }
    }

    /** The attached keys in byte order; none where there is no such lease. */
    public List<byte[]> keys(long id) {
        synchronized (lock) {
            Lease lease = leases.get(id);
            return lease == null ? List.of() : List.copyOf(lease.keys);
        }
    }

    /** All leases, the next to expire first. */
    public List<LeaseView> list(long nowNanos) {
        synchronized (lock) {
            return leases.values().stream()
                    .sorted(BY_DEADLINE)
                    .map(lease -> view(lease, nowNanos))
                    .toList();
        }
    }

    public boolean isPrimary() {
        synchronized (lock) {
            return primary;
        }
    }

    /** Gives the lease its whole time again. Only the primary may: another one would promise what it cannot keep. */
    public Renewal renew(long id, long nowNanos) {
        synchronized (lock) {
            if (!primary) {
                throw EtcdError.NOT_PRIMARY_LESSOR.exception();
            }
            Lease lease = leases.get(id);
            if (lease == null) {
                return new Renewal.Unknown();
            }
            if (lease.isExpired(nowNanos)) {
                return new Renewal.Expired();
            }
            if (lease.remainingTtlSeconds > 0 || lease.checkpointing) {
                return new Renewal.Checkpointed();
            }
            lease.refresh(nowNanos, 0);
            expiries.set(id, lease.deadlineNanos);
            return new Renewal.Renewed(lease.ttlSeconds);
        }
    }

    /** Runs once the lease is revoked or this member no longer primary; at once where that is so already. */
    public void whenEnded(long id, Runnable action) {
        synchronized (lock) {
            Lease lease = leases.get(id);
            if (primary && lease != null) {
                lease.waiters.add(action);
                return;
            }
        }
        action.run();
    }

    /**
     * This member leads: every lease starts anew, with {@code extendNanos} on top for the time without a leader. Where
     * they would come due in heaps, some get more time, so that at most {@value #EXPIRIES_PER_SECOND} do in any second.
     */
    public void promote(long nowNanos, long extendNanos) {
        synchronized (lock) {
            primary = true;
            forgetTimes();
            List<Lease> ordered = new ArrayList<>(leases.values());
            ordered.forEach(lease -> lease.refresh(nowNanos, extendNanos));
            ordered.sort(BY_DEADLINE);
            for (int i = 0; i < ordered.size(); i++) {
                Lease lease = ordered.get(i);
                if (i >= EXPIRIES_PER_SECOND) {
                    long earliest = Lease.plus(ordered.get(i - EXPIRIES_PER_SECOND).deadlineNanos, SECOND_NANOS);
                    lease.deadlineNanos = Math.max(lease.deadlineNanos, earliest);
                }
                expiries.set(lease.id, lease.deadlineNanos);
                scheduleCheckpoint(lease, nowNanos);
            }
        }
    }

    private void forgetTimes() {
        expiries.clear();
        checkpoints.clear();
        leases.values().forEach(lease -> lease.checkpointing = false);
    }

    /** Another member decides from now on. */
    public void demote() {
        List<Runnable> ended = new ArrayList<>();
        synchronized (lock) {
            primary = false;
            forgetTimes();
            for (Lease lease : leases.values()) {
                lease.deadlineNanos = Lease.FOREVER_NANOS;
                ended.addAll(lease.waiters);
                lease.waiters.clear();
            }
        }
        ended.forEach(Runnable::run);
    }

    /** Up to {@code max} leases whose time is up, the longest overdue first. Not yet proof: see the type's comment. */
    public List<Long> expired(long nowNanos, int max) {
        List<Long> due = new ArrayList<>();
        synchronized (lock) {
            while (due.size() < max && expiries.hasDue(nowNanos)) {
                due.add(expiries.removeFirst());
            }
            due.forEach(id -> expiries.set(id, Lease.plus(nowNanos, EXPIRED_RETRY_NANOS)));
        }
        return due;
    }

    /** Those that are expired still, or again: leadership may have been lost and won in between. */
    public List<Long> stillExpired(List<Long> ids, long nowNanos) {
        synchronized (lock) {
            return ids.stream()
                    .filter(id -> leases.containsKey(id) && leases.get(id).isExpired(nowNanos))
                    .toList();
        }
    }

    /**
     * Names what is left of up to {@code max} leases that have long to live, of each once in so many seconds. {@code propose}
     * must only queue them: a renewal that comes later has to find its way into the log behind them.
     */
    public void checkpoint(long nowNanos, int max, Consumer<List<Checkpoint>> propose) {
        synchronized (lock) {
            List<Checkpoint> due = new ArrayList<>();
            while (due.size() < max && checkpoints.hasDue(nowNanos)) {
                Lease lease = leases.get(checkpoints.removeFirst());
                long left = Math.ceilDiv(lease.remainingNanos(nowNanos), SECOND_NANOS);
                if (left >= lease.ttlSeconds) {
                    scheduleCheckpoint(lease, nowNanos);
                } else if (!lease.isExpired(nowNanos)) {
                    lease.checkpointing = true;
                    due.add(new Checkpoint(lease.id, left));
                }
            }
            if (!due.isEmpty()) {
                propose.accept(due);
            }
        }
    }

    private void scheduleCheckpoint(Lease lease, long nowNanos) {
        if (settings.checkpointSeconds() > 0 && lease.beginSeconds() > settings.checkpointSeconds()) {
            checkpoints.set(lease.id, Lease.plus(nowNanos, settings.checkpointSeconds() * SECOND_NANOS));
        }
    }

    /** A checkpoint from the log. {@code expected}: the cluster is recent enough for it to be stored. */
    public void checkpoint(WriteTx tx, Checkpoint checkpoint, boolean expected, long nowNanos) {
        synchronized (lock) {
            Lease lease = leases.get(checkpoint.id());
            if (lease != null) {
                lease.remainingTtlSeconds = checkpoint.remainingTtlSeconds();
                lease.checkpointing = false;
                if (expected || settings.checkpointsStored()) {
                    tx.put(Bucket.LEASE, recordKey(lease.id), lease.toRecord());
                }
                if (primary) {
                    scheduleCheckpoint(lease, nowNanos);
                }
            }
        }
    }

    private Lease known(long id) {
        Lease lease = leases.get(id);
        if (lease == null) {
            throw EtcdError.LEASE_NOT_FOUND.exception();
        }
        return lease;
    }

    private static LeaseView view(Lease lease, long nowNanos) {
        return new LeaseView(lease.id, lease.ttlSeconds, lease.remainingNanos(nowNanos));
    }

    private static byte[] recordKey(long id) {
        return ByteBuffer.allocate(Long.BYTES).putLong(id).array();
    }
}
