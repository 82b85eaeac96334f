// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.start;

import dev.cairn.node.apply.Features;
import dev.cairn.node.codec.ConfChangeCodec;
import dev.cairn.node.membership.AppliedConfState;
import dev.cairn.node.membership.ClusterMember;
import dev.cairn.node.membership.MemberChange;
import dev.cairn.node.raft.ConfChange;
import dev.cairn.node.raft.ConfChangeType;
import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.EntryType;
import dev.cairn.node.raft.HardState;
import dev.cairn.node.raft.Snapshot;
import dev.cairn.node.raft.SnapshotMetadata;
import dev.cairn.node.raft.log.EntryTail;
import dev.cairn.node.raft.log.MemoryLog;
import dev.cairn.node.server.stage.Configurations;
import dev.cairn.node.wal.ReplayedLog;
import dev.cairn.node.wal.WalDirectory;
import dev.cairn.node.wal.WalMetadata;
import dev.cairn.node.wal.WalSnapshot;
import dev.cairn.node.wal.WriteAheadLog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a disk to a member that can run. A disk with a log is restarted from it: the store holds what was flushed, the log
 * everything since. An empty disk gets the log of its {@link Origin}: a new cluster begins with one committed entry per
 * member (etcd's bootstrap), a joining member with an empty log that the leader fills.
 */
public final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final WalDirectory wal;
    private final long logBytes;
    private final Supplier<Features> store;
    private final Function<SnapshotMetadata, Features> installer;
    private final LongConsumer reach;

    /**
     * {@code store} opens the current store; {@code installer} makes a store of a received image, replacing it. The log's
     * entries are kept in memory up to {@code logBytes}.
     */
    public Recovery(
            WalDirectory wal, long logBytes, Supplier<Features> store, Function<SnapshotMetadata, Features> installer) {
        this(wal, logBytes, store, installer, index -> {});
    }

    /** {@code reach} throws where the store cannot reach an index that the log begins at; before it is opened. */
    public Recovery(
            WalDirectory wal,
            long logBytes,
            Supplier<Features> store,
            Function<SnapshotMetadata, Features> installer,
            LongConsumer reach) {
        this.reach = reach;
        this.wal = wal;
        this.logBytes = logBytes;
        this.store = store;
        this.installer = installer;
    }

    /**
     * Begins a log on an empty disk, a founder's with the cluster's members in it: without them a restart would not know
     * whom to ask, and would wait for ever. A store that holds something had a log, and without it there is no going on.
     */
    public Recovered begin(Origin origin) {
        Features features = store.get();
        long applied = features.applied().position().index();
        if (applied > 0) {
            throw new IllegalStateException("the store holds entries up to " + applied + ", but there is no log in "
                    + wal.path() + ": give the --wal-dir that belongs to this data directory, or remove this member"
                    + " from the cluster and add it again with an empty data directory");
        }
        HardState state = HardState.EMPTY;
        List<Entry> entries = List.of();
        if (origin.newCluster()) {
            entries = bootstrapEntries(origin.members());
            state = new HardState(1, 0, entries.size());
        }
        WalMetadata metadata = new WalMetadata(origin.memberId(), origin.clusterId());
        WriteAheadLog log = WriteAheadLog.create(wal, metadata, state, entries);
        EntryTail tail = new EntryTail(0, logBytes, log.reader());
        entries.forEach(tail::append);
        MemoryLog memory = MemoryLog.recovered(Snapshot.EMPTY, state, tail);
        return new Recovered(origin.memberId(), origin.clusterId(), log, memory, features, origin.members());
    }

    private static List<Entry> bootstrapEntries(List<ClusterMember> members) {
        List<Entry> entries = new ArrayList<>();
        List<ClusterMember> ordered = members.stream()
                .sorted(Comparator.comparing(ClusterMember::id, Long::compareUnsigned))
                .toList();
        for (ClusterMember member : ordered) {
            MemberChange add = new MemberChange.Add(member);
            ConfChange change = new ConfChange(0, ConfChangeType.ADD_NODE, member.id(), add.context());
            entries.add(new Entry(EntryType.CONF_CHANGE, 1, entries.size() + 1, ConfChangeCodec.encode(change)));
        }
        return entries;
    }

    /**
     * Goes on from the log and the store that are there; the log first, since a damaged one must leave the store alone.
     * {@code owner} hears whose log it is and throws where it is the wrong one.
     */
    public Recovered restart(Consumer<WalMetadata> owner) {
        return restart(owner, false);
    }

    /** As above; {@code alone} leaves this member as the only one of its cluster, see {@link ForcedCluster}. */
    public Recovered restart(Consumer<WalMetadata> owner, boolean alone) {
        List<WalSnapshot> points = WriteAheadLog.validSnapshots(wal.disk(), wal.path());
        WalSnapshot from = points.getLast();
        ReplayedLog log = WriteAheadLog.open(wal, from, logBytes);
        if (log.torn()) {
            LOG.warn("the end of the log was an unfinished write, which was never acknowledged; it was cut off");
        }
        Features features;
        try {
            owner.accept(log.metadata());
            reach.accept(from.index());
            features = openStore(from);
        } catch (RuntimeException e) {
            log.log().close();
            throw e;
        }
        long applied = features.applied().position().index();
        HardState state = committedAtLeast(log.hardState(), applied);
        EntryTail entries = log.tail();
        requireReach(entries.lastIndex(), applied);
        ConfState conf = configuration(features, from);
        if (alone) {
            ForcedCluster forced = ForcedCluster.of(
                    log.metadata().nodeId(), state, conf, entries.lastIndex(), entries.changesAfter(applied));
            if (!forced.isAloneAlready()) {
                LOG.warn("--force-new-cluster: every other member is removed; none of them may start again");
                state = forced.state();
                log.log().append(state, forced.removals());
                log.log().sync();
                forced.removals().forEach(entries::append);
            }
        }
        Snapshot base = new Snapshot(new SnapshotMetadata(conf, from.index(), from.term()), Entry.NO_DATA);
        MemoryLog memory = MemoryLog.recovered(base, state, entries);
        LOG.info(
                "restarting at term {}, applied index {}, commit index {}, last index {}",
                state.term(),
                applied,
                state.commit(),
                memory.lastIndex());
        return new Recovered(
                log.metadata().nodeId(),
                log.metadata().clusterId(),
                log.log(),
                memory,
                features,
                features.members().view().members());
    }

    /** A snapshot record ahead of the store means that a received image was saved and its installation interrupted. */
    private Features openStore(WalSnapshot from) {
        Features features = store.get();
        if (features.applied().position().index() >= from.index()) {
            return features;
        }
        LOG.info("finishing the installation of the snapshot of index {}", from.index());
        features.backend().close();
        return installer.apply(new SnapshotMetadata(from.confState(), from.index(), from.term()));
    }

    /** What was applied was committed, also where the hard state that says so was not synced any more. */
    private static HardState committedAtLeast(HardState state, long applied) {
        return state.commit() >= applied ? state : new HardState(state.term(), state.vote(), applied);
    }

    private static void requireReach(long last, long applied) {
        if (last < applied) {
            throw new IllegalStateException("the store holds entries up to " + applied + ", but the log ends at " + last
                    + ": the log lost its end, so this member must not go on; remove it from the cluster and add it"
                    + " again with an empty data directory");
        }
    }

    private static ConfState configuration(Features features, WalSnapshot from) {
        AppliedConfState conf = features.applied().confState();
        return conf == null ? from.confState() : Configurations.raft(conf);
    }
}
