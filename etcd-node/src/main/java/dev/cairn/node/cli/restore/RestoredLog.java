// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli.restore;

import dev.cairn.node.codec.ConfChangeCodec;
import dev.cairn.node.disk.FileDisk;
import dev.cairn.node.membership.ClusterMember;
import dev.cairn.node.membership.MemberChange;
import dev.cairn.node.raft.ConfChange;
import dev.cairn.node.raft.ConfChangeType;
import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.EntryType;
import dev.cairn.node.raft.HardState;
import dev.cairn.node.wal.WalMetadata;
import dev.cairn.node.wal.WalSnapshot;
import dev.cairn.node.wal.WriteAheadLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The log of a restored member, as etcdutl writes it: one committed entry for each member of the new cluster, in the
 * order of their ids, and a snapshot record behind them, for their effects are in the store already.
 */
final class RestoredLog {
    private RestoredLog() {}

    /** Durable on return. */
    static void write(Path walDir, NewCluster cluster) {
        WalMetadata metadata = new WalMetadata(cluster.ownId(), cluster.clusterId());
        long count = cluster.members().size();
        try (WriteAheadLog wal = WriteAheadLog.create(new FileDisk(), walDir, metadata)) {
            wal.append(new HardState(RestoredStore.TERM, cluster.ids().getFirst(), count), entries(cluster));
            wal.sync();
            wal.saveSnapshot(new WalSnapshot(count, RestoredStore.TERM, ConfState.ofVoters(cluster.ids())));
        }
    }

    private static List<Entry> entries(NewCluster cluster) {
        List<Entry> entries = new ArrayList<>();
        for (ClusterMember member : cluster.members()) {
            byte[] context = new MemberChange.Add(member).context();
            ConfChange change = new ConfChange(0, ConfChangeType.ADD_NODE, member.id(), context);
            entries.add(new Entry(
                    EntryType.CONF_CHANGE, RestoredStore.TERM, entries.size() + 1, ConfChangeCodec.encode(change)));
        }
        return entries;
    }
}
