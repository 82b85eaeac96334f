// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.start;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.codec.ConfChangeCodec;
import dev.cairn.node.membership.MemberChange;
import dev.cairn.node.raft.ConfChange;
import dev.cairn.node.raft.ConfChangeType;
import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.EntryType;
import dev.cairn.node.raft.HardState;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * {@code --force-new-cluster}: the last member that is left goes on alone, by committed entries that remove every other
 * member. Member and cluster keep their ids, so no other member of the old cluster may ever start again. Where etcd drops
 * what the member does not know to be committed, it stays here and counts as committed: it may have been acknowledged.
 * And a learner makes itself a voter first.
 *
 * @param state committed up to the last removal
 * @param removals what is appended to the log
 */
record ForcedCluster(HardState state, List<Entry> removals) {

    /** {@code conf} is what was applied, {@code unapplied} the changes behind it, {@code last} the log's last index. */
    static ForcedCluster of(long self, HardState state, ConfState conf, long last, List<Entry> unapplied) {
        TreeSet<Long> voters = new TreeSet<>(conf.voters());
        TreeSet<Long> learners = new TreeSet<>(conf.learners());
        voters.addAll(conf.votersOutgoing());
        learners.addAll(conf.learnersNext());
        for (Entry entry : unapplied) {
            if (entry.type() == EntryType.CONF_CHANGE) {
                follow(entry, voters, learners);
            }
        }
        if (!voters.contains(self) && !learners.contains(self)) {
            throw new IllegalStateException("--force-new-cluster: this member, " + Long.toHexString(self)
                    + ", was removed from its cluster; start the one that is left, or restore a backup");
        }
        List<ConfChange> changes = new ArrayList<>();
        if (!voters.contains(self)) {
            changes.add(new ConfChange(0, ConfChangeType.ADD_NODE, self, new MemberChange.Promote(self).context()));
        }
        voters.addAll(learners);
        voters.remove(self);
        voters.forEach(other -> changes.add(new ConfChange(0, ConfChangeType.REMOVE_NODE, other, new byte[0])));
        List<Entry> removals = entriesOf(changes, state.term(), last);
        return new ForcedCluster(new HardState(state.term(), state.vote(), last + removals.size()), removals);
    }

    private static void follow(Entry entry, TreeSet<Long> voters, TreeSet<Long> learners) {
        ConfChange change;
        try {
            change = ConfChangeCodec.decodeV1(entry.data());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("entry " + entry.index() + " of the log is no configuration change", e);
        }
        switch (change.type()) {
            case ADD_NODE -> {
                learners.remove(change.nodeId());
                voters.add(change.nodeId());
            }
            case ADD_LEARNER_NODE -> learners.add(change.nodeId());
            case REMOVE_NODE -> {
                voters.remove(change.nodeId());
                learners.remove(change.nodeId());
            }
            case UPDATE_NODE -> {}
        }
    }

    private static List<Entry> entriesOf(List<ConfChange> changes, long term, long last) {
        List<Entry> entries = new ArrayList<>();
        for (ConfChange change : changes) {
            long index = last + entries.size() + 1;
            entries.add(new Entry(EntryType.CONF_CHANGE, term, index, ConfChangeCodec.encode(change)));
        }
        return entries;
    }

    boolean isAloneAlready() {
        return removals.isEmpty();
    }
}
