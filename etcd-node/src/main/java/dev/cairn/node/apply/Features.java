// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.apply;

import dev.cairn.node.alarm.AlarmStore;
import dev.cairn.node.auth.AuthStore;
import dev.cairn.node.lease.Lessor;
import dev.cairn.node.lease.LessorSettings;
import dev.cairn.node.membership.AppliedState;
import dev.cairn.node.membership.ClusterMembers;
import dev.cairn.node.mvcc.LeasedKeys;
import dev.cairn.node.mvcc.MvccOptions;
import dev.cairn.node.mvcc.MvccStore;
import dev.cairn.node.mvcc.StoreLoader;
import dev.cairn.node.mvcc.hash.CompactionHashes;
import dev.cairn.node.storage.Backend;
import dev.cairn.node.storage.ReadTx;

/** Everything that lives on one store. A snapshot that is installed replaces all of it together. */
public record Features(
        Backend backend,
        MvccStore mvcc,
        CompactionHashes hashes,
        Lessor lessor,
        AuthStore auth,
        AlarmStore alarms,
        ClusterMembers members,
        AppliedState applied) {
    private static final long PAGE_BYTES = 4096;

    /** Takes up what a store holds. */
    public static Features open(Backend backend, LessorSettings leases, int maxLearners) {
        return open(backend, leases, maxLearners, MvccOptions.defaults(), StoreLoader.of(backend));
    }

    /** As above, with bounds for what is kept in memory, of a store whose records the loader has had. */
    public static Features open(
            Backend backend, LessorSettings leases, int maxLearners, MvccOptions bounds, StoreLoader records) {
        Lessor lessor = new Lessor(leases);
        AuthStore auth = new AuthStore();
        AlarmStore alarms = new AlarmStore();
        ClusterMembers members = new ClusterMembers(maxLearners);
        AppliedState applied = new AppliedState();
        try (ReadTx tx = backend.read()) {
            lessor.load(tx);
            auth.load(tx);
            alarms.load(tx);
            members.load(tx);
            applied.load(tx);
        }
        MvccStore mvcc = MvccStore.open(backend, bounds, leasedKeys(lessor), records);
        return new Features(backend, mvcc, new CompactionHashes(mvcc), lessor, auth, alarms, members, applied);
    }

    /**
     * Bytes in use; at most {@link Backend#sizeBytes()}, and never 0. The members and what was applied take a page also where
     * there is no key: clients divide by it, as etcd's has never been empty.
     */
    public long inUseBytes() {
        return Math.min(mvcc.inUseBytes() + PAGE_BYTES, backend.sizeBytes());
    }

    private static LeasedKeys leasedKeys(Lessor lessor) {
        return new LeasedKeys() {
            @Override
            public void attached(long leaseId, byte[] key) {
                lessor.attach(leaseId, key);
            }

            @Override
            public void detached(long leaseId, byte[] key) {
                lessor.detach(leaseId, key);
            }
        };
    }
}
