// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli.restore;

import dev.cairn.node.image.ImageLoader;
import dev.cairn.node.image.ImageReader;
import dev.cairn.node.membership.AppliedConfState;
import dev.cairn.node.membership.AppliedState;
import dev.cairn.node.membership.ClusterMember;
import dev.cairn.node.membership.ClusterMembers;
import dev.cairn.node.membership.MemberChange;
import dev.cairn.node.mvcc.Revision;
import dev.cairn.node.storage.Backend;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.WriteTx;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * The store of a restored member: the image's records but for the old cluster's members, the new members in their place,
 * and the position behind the log entries that add them.
 */
public final class RestoredStore {
    /** The log of a new cluster begins in term 1. */
    static final long TERM = 1;

    private static final byte[] SCHEDULED_COMPACT = "scheduledCompactRev".getBytes(StandardCharsets.UTF_8);
    private static final List<Bucket> CARRIED_OVER =
            List.copyOf(EnumSet.complementOf(EnumSet.of(Bucket.MEMBERS, Bucket.MEMBERS_REMOVED)));

    private final Backend store;
    private final NewCluster cluster;

    public RestoredStore(Backend store, NewCluster cluster) {
        this.store = store;
        this.cluster = cluster;
    }

    /** Durable on return. */
    public void fill(ImageReader image, long bumpRevision, LongConsumer loadedBytes) {
        new ImageLoader(store, loadedBytes).load(image, CARRIED_OVER);
        try (WriteTx tx = store.begin()) {
            putMembers(tx);
            if (bumpRevision > 0) {
                bump(tx, latest(image), bumpRevision);
            }
            tx.commit();
        }
        store.flush();
    }

    private void putMembers(WriteTx tx) {
        ClusterMembers members = new ClusterMembers(0);
        for (ClusterMember member : cluster.members()) {
            members.apply(tx, new MemberChange.Add(member));
        }
        AppliedState applied = new AppliedState();
        applied.setPosition(tx, cluster.members().size(), TERM);
        applied.setConfState(tx, new AppliedConfState(cluster.ids(), List.of(), List.of(), List.of(), false));
    }

    /** The record that holds the raised revision has no value: no key is changed at it. */
    private static void bump(WriteTx tx, Revision latest, long by) {
        if (latest.main() > Long.MAX_VALUE - by) {
            throw new RestoreException("revision " + latest.main() + " cannot be raised by " + by);
        }
        byte[] raised = new Revision(latest.main() + by, 0).putKey();
        tx.put(Bucket.KEY, raised, new byte[0]);
        tx.put(Bucket.META, SCHEDULED_COMPACT, raised);
    }

    private static Revision latest(ImageReader image) {
        byte[] last = image.lastKey(Bucket.KEY);
        return last == null ? new Revision(1, 0) : Revision.parse(last);
    }
}
