// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.backup;

import dev.cairn.node.backup.store.ObjectStore;
import java.util.List;

/** Keeps the newest backups of a folder and deletes the others; what is no backup by its name is never touched. */
final class Retention {
    private final ObjectStore store;
    private final String folder;

    Retention(ObjectStore store, String folder) {
        this.store = store;
        this.folder = folder;
    }

    /** Returns the keys of the deleted backups, oldest first; {@code keepLast} is at least 1. */
    List<String> prune(int keepLast) {
        List<String> backups =
                store.list(folder).stream().filter(ObjectName::isSnapshot).toList();
        List<String> outdated = backups.subList(0, Math.max(0, backups.size() - keepLast));
        outdated.forEach(store::delete);
        return outdated;
    }
}
