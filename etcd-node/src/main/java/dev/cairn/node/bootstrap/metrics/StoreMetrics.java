// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.metrics;

import dev.cairn.node.figures.DiskFigures;
import dev.cairn.node.figures.Figures;
import dev.cairn.node.figures.StoreFigures;
import dev.cairn.node.mvcc.watch.WatchCounts;
import dev.cairn.node.server.member.Measures;

/** etcd's names for what the store, the log and the watches do. */
record StoreMetrics(Measures measures, Figures figures) {
    void addTo(Exposition to) {
        disk(to, figures.disk());
        keys(to);
        upkeep(to, figures.store());
        watches(to, measures.watches());
    }

    private static void disk(Exposition to, DiskFigures disk) {
        to.histogram("etcd_disk_wal_fsync_duration_seconds", "Syncs of the log.", disk.logSyncs());
        to.histogram("etcd_disk_wal_write_duration_seconds", "Writes to the log.", disk.logWrites());
        to.gauge(
                "etcd_disk_wal_write_bytes_total",
                "Bytes written to the log.",
                disk.logBytes().sum());
        to.histogram("etcd_disk_backend_commit_duration_seconds", "Commits and flushes of the store.", disk.commits());
        to.gauge(
                "etcd_mvcc_db_open_read_transactions",
                "Reads of the store that are open.",
                disk.openReads().sum());
        to.histogram("etcd_snap_db_fsync_duration_seconds", "Syncs of received images.", disk.imageSyncs());
        to.histogram("etcd_snap_db_save_total_duration_seconds", "Saving received images.", disk.imageSaves());
    }

    private void keys(Exposition to) {
        to.gauge("etcd_mvcc_db_total_size_in_bytes", "What the store takes on disk.", measures.storeBytes());
        to.gauge(
                "etcd_mvcc_db_total_size_in_use_in_bytes",
                "What of it defragmentation would leave.",
                measures.storeBytesInUse());
        to.gauge("etcd_debugging_mvcc_keys_total", "Keys that are there.", measures.keys());
        to.gauge("etcd_debugging_mvcc_current_revision", "The newest revision.", measures.currentRevision());
        to.gauge(
                "etcd_debugging_mvcc_compact_revision",
                "The revision of the last compaction.",
                measures.compactRevision());
    }

    private static void upkeep(Exposition to, StoreFigures store) {
        to.histogram("etcd_disk_backend_defrag_duration_seconds", "Defragmentations.", store.defragments());
        to.gauge(
                "etcd_disk_defrag_inflight",
                "1 while the store is defragmented.",
                store.defragmenting().sum());
        to.histogram("etcd_disk_backend_snapshot_duration_seconds", "Sending the store as one file.", store.images());
        to.histogram("etcd_mvcc_hash_duration_seconds", "Hashing the store.", store.hashes());
        to.histogram("etcd_mvcc_hash_rev_duration_seconds", "Hashing up to a revision.", store.revisionHashes());
        to.histogram(
                "etcd_debugging_mvcc_db_compaction_pause_duration_milliseconds",
                "Steps of compactions, which applying waits for.",
                store.compactionPauses());
        to.histogram(
                "etcd_debugging_mvcc_db_compaction_total_duration_milliseconds",
                "Compactions from the first step to the last.",
                store.compactions());
        to.counter(
                "etcd_debugging_mvcc_db_compaction_keys_total",
                "Revisions that compactions deleted.",
                store.compactedRecords().sum());
        to.gauge(
                "etcd_debugging_mvcc_db_compaction_last",
                "When the last compaction ended, in Unix time.",
                store.lastCompaction().get());
    }

    private static void watches(Exposition to, WatchCounts watches) {
        to.gauge("etcd_debugging_mvcc_watch_stream_total", "Streams of watches.", watches.streams());
        to.gauge("etcd_debugging_mvcc_watcher_total", "Watchers.", watches.watchers());
        to.gauge(
                "etcd_debugging_mvcc_slow_watcher_total",
                "Watchers that are behind.",
                watches.unsynced() + (double) watches.parked());
        to.counter("etcd_debugging_mvcc_events_total", "Events sent to watchers.", watches.eventsSent());
    }
}
