// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.membership;

import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.Cursor;
import dev.cairn.node.storage.ReadTx;
import dev.cairn.node.storage.WriteTx;
import dev.cairn.node.wire.EtcdError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The applied membership, over etcd's buckets {@code members}, {@code members_removed} and {@code cluster}. Changed by
 * the apply thread only, inside the batch of the entry that asks for it; {@link #view} may be taken from any thread and
 * may run ahead of the batch's commit, never of a reply. A change is checked when it is applied, since two proposals
 * that exclude each other can both be in the log; the rules and their order are those of etcd's membership package.
 */
public final class ClusterMembers {
    private static final byte[] REMOVED = bytes("removed");
    private static final byte[] CLUSTER_VERSION = bytes("clusterVersion");
    private static final byte[] DOWNGRADE = bytes("downgrade");
    private static final byte[] FIRST_KEY = new byte[0];

    private final int maxLearners;
    private volatile MembersView view = MembersView.EMPTY;

    /** {@code maxLearners} has to be the same on all members: it decides whether an entry takes effect. */
    public ClusterMembers(int maxLearners) {
        this.maxLearners = maxLearners;
    }

    /** Takes up what the store holds, at start and when a snapshot was installed. */
    public void load(ReadTx tx) {
        List<ClusterMember> members = new ArrayList<>();
        try (Cursor cursor = tx.scan(Bucket.MEMBERS, FIRST_KEY, null)) {
            while (cursor.next()) {
                ClusterMember member = MemberJson.read(cursor.value());
                if (member.id() != MemberIds.parse(text(cursor.key()))) {
                    throw new IllegalArgumentException("bucket members: the record under key " + text(cursor.key())
                            + " is that of member " + MemberIds.text(member.id()));
                }
                members.add(member);
            }
        }
        List<Long> removed = new ArrayList<>();
        try (Cursor cursor = tx.scan(Bucket.MEMBERS_REMOVED, FIRST_KEY, null)) {
            while (cursor.next()) {
                removed.add(MemberIds.parse(text(cursor.key())));
            }
        }
        byte[] version = tx.get(Bucket.CLUSTER, CLUSTER_VERSION);
        byte[] downgrade = tx.get(Bucket.CLUSTER, DOWNGRADE);
        view = new MembersView(
                members,
                removed,
                version == null ? null : text(version),
                downgrade == null ? DowngradeInfo.NONE : DowngradeInfo.read(downgrade));
    }

    public MembersView view() {
        return view;
    }

    /** Refuses what would not make sense now, with the error that the proposer is answered. */
    public void validate(MemberChange change) {
        if (view.isRemoved(change.id())) {
            throw EtcdError.MEMBER_NOT_FOUND.exception();
        }
        switch (change) {
            case MemberChange.Add add -> validateAdd(add.member());
            case MemberChange.Promote promote -> {
                if (!known(promote.id()).learner()) {
                    throw EtcdError.MEMBER_NOT_LEARNER.exception();
                }
            }
            case MemberChange.Update update -> {
                known(update.id());
                refuseUsedPeerUrls(update.id(), update.peerUrls());
            }
            case MemberChange.Remove remove -> known(remove.id());
        }
    }

    /** Carries out a change that passed {@link #validate}. */
    public void apply(WriteTx tx, MemberChange change) {
        switch (change) {
            case MemberChange.Add add -> put(tx, add.member());
            case MemberChange.Promote promote -> put(tx, known(promote.id()).asVoter());
            case MemberChange.Update update -> put(tx, known(update.id()).withPeerUrls(update.peerUrls()));
            case MemberChange.Remove remove -> {
                byte[] key = bytes(MemberIds.text(remove.id()));
                tx.delete(Bucket.MEMBERS, key);
                tx.put(Bucket.MEMBERS_REMOVED, key, REMOVED);
                view = view.without(remove.id());
            }
        }
    }

    /** What a member says of itself. False if it is not, or no longer, a member: nothing changes then. */
    public boolean setAttributes(WriteTx tx, long id, String name, List<String> clientUrls) {
        ClusterMember member = view.member(id);
        if (member == null) {
            return false;
        }
        put(tx, member.withAttributes(name, clientUrls));
        return true;
    }

    /** {@code version} is major.minor.0. */
    public void setClusterVersion(WriteTx tx, String version) {
        tx.put(Bucket.CLUSTER, CLUSTER_VERSION, bytes(version));
        view = view.withClusterVersion(version);
    }

    public void setDowngrade(WriteTx tx, DowngradeInfo info) {
        tx.put(Bucket.CLUSTER, DOWNGRADE, info.toJson());
        view = view.withDowngrade(info);
    }

    private void put(WriteTx tx, ClusterMember member) {
        tx.put(Bucket.MEMBERS, bytes(MemberIds.text(member.id())), MemberJson.write(member));
        view = view.with(member);
    }

    private void validateAdd(ClusterMember member) {
        if (view.member(member.id()) != null) {
            throw EtcdError.MEMBER_EXIST.exception();
        }
        refuseUsedPeerUrls(member.id(), member.peerUrls());
        if (member.learner() && view.learners().size() >= maxLearners) {
            throw EtcdError.TOO_MANY_LEARNERS.exception();
        }
    }

    private void refuseUsedPeerUrls(long id, List<String> peerUrls) {
        Set<String> used = new HashSet<>();
        view.members().stream().filter(other -> other.id() != id).forEach(other -> used.addAll(other.peerUrls()));
        if (peerUrls.stream().anyMatch(used::contains)) {
            throw EtcdError.PEER_URL_EXIST.exception();
        }
    }

    private ClusterMember known(long id) {
        ClusterMember member = view.member(id);
        if (member == null) {
            throw EtcdError.MEMBER_NOT_FOUND.exception();
        }
        return member;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
