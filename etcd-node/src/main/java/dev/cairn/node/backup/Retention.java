// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.backup;

import dev.cairn.node.backup.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Keeps the newest backups of a folder and deletes the others. A backup counts once its record is there; a snapshot
 * without one is an upload that broke off, or one under way, and goes only when it is older than all that are kept. The
 * record is deleted first: what is left of a half-done deletion is incomplete, never a record of nothing.
 */
final class Retention {
    private final ObjectStore store;
    private final String folder;

    Retention(ObjectStore store, String folder) {
        this.store = store;
        this.folder = folder;
    }

    /** Returns the keys of the deleted snapshots, oldest first; {@code keepLast} is at least 1. */
    List<String> prune(int keepLast) {
        List<String> keys = store.list(folder);
        TreeSet<String> there = new TreeSet<>(keys);
        List<ObjectName> snapshots = keys.stream()
                .filter(ObjectName::isSnapshot)
                .map(ObjectName::new)
                .toList();
        List<ObjectName> complete = snapshots.stream()
                .filter(name -> there.contains(name.recordKey()))
                .toList();
        if (complete.size() < keepLast) {
            return List.of();
        }
        String oldestKept = complete.get(complete.size() - keepLast).key();
        List<String> deleted = new ArrayList<>();
        for (ObjectName name : snapshots) {
            if (name.key().compareTo(oldestKept) < 0) {
                store.delete(name.recordKey());
                store.delete(name.key());
                deleted.add(name.key());
            }
        }
        return deleted;
    }
}
