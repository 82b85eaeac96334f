// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.membership;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The membership at one applied index; never changes. Members are ordered by unsigned id. {@code clusterVersion} is
 * major.minor.0, or null before it was decided.
 */
public final class MembersView {
    static final MembersView EMPTY = new MembersView(List.of(), List.of(), null, DowngradeInfo.NONE);

    private final SortedMap<Long, ClusterMember> members;
    private final SortedSet<Long> removedIds;
    private final String clusterVersion;
    private final DowngradeInfo downgrade;

    MembersView(
            Collection<ClusterMember> members,
            Collection<Long> removedIds,
            String clusterVersion,
            DowngradeInfo downgrade) {
        TreeMap<Long, ClusterMember> byId = new TreeMap<>(Long::compareUnsigned);
        members.forEach(member -> byId.put(member.id(), member));
        TreeSet<Long> removed = new TreeSet<>(Long::compareUnsigned);
        removed.addAll(removedIds);
        this.members = Collections.unmodifiableSortedMap(byId);
        this.removedIds = Collections.unmodifiableSortedSet(removed);
        this.clusterVersion = clusterVersion;
        this.downgrade = downgrade;
    }

    public List<ClusterMember> members() {
        return List.copyOf(members.values());
    }

    public List<ClusterMember> voters() {
        return members.values().stream().filter(member -> !member.learner()).toList();
    }

    public List<ClusterMember> learners() {
        return members.values().stream().filter(ClusterMember::learner).toList();
    }

    /** The member, or null. */
    public ClusterMember member(long id) {
        return members.get(id);
    }

    /** The id left the cluster for good. */
    public boolean isRemoved(long id) {
        return removedIds.contains(id);
    }

    public SortedSet<Long> removedIds() {
        return removedIds;
    }

    public String clusterVersion() {
        return clusterVersion;
    }

    public DowngradeInfo downgrade() {
        return downgrade;
    }

    MembersView with(ClusterMember member) {
        TreeMap<Long, ClusterMember> changed = new TreeMap<>(members);
        changed.put(member.id(), member);
        return new MembersView(changed.values(), removedIds, clusterVersion, downgrade);
    }

    MembersView without(long id) {
        TreeMap<Long, ClusterMember> changed = new TreeMap<>(members);
        changed.remove(id);
        TreeSet<Long> removed = new TreeSet<>(removedIds);
        removed.add(id);
        return new MembersView(changed.values(), removed, clusterVersion, downgrade);
    }

    MembersView withClusterVersion(String version) {
        return new MembersView(members.values(), removedIds, version, downgrade);
    }

    MembersView withDowngrade(DowngradeInfo info) {
        return new MembersView(members.values(), removedIds, clusterVersion, info);
    }
}
