// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.backup;

import dev.cairn.node.backup.store.AgentException;
import dev.cairn.node.backup.store.AgentException.Reason;
import dev.cairn.node.backup.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps an owner's newest backups and deletes its others. What it cannot prove to be its own, by the name and by the
 * record, is neither counted nor touched.
 */
final class Retention {
    private final ObjectStore store;
    private final String folder;
    private final BackupOwner owner;

    /** {@code folder} is that of the cluster's name. */
    Retention(ObjectStore store, String folder, BackupOwner owner) {
        if (owner.uid().isEmpty()) {
            throw new AgentException(
                    Reason.INVALID_ARGUMENT, "--keep-last needs --owner: only what an owner made is deleted for it");
        }
        this.store = store;
        this.folder = owner.folderIn(folder);
        this.owner = owner;
    }

    /** Returns the keys of the deleted backups, oldest first; {@code keepLast} is at least 1. */
    List<String> prune(int keepLast) {
        List<String> newestFirst = store.list(folder).reversed();
        List<String> outdated = new ArrayList<>();
        int kept = 0;
        for (String key : newestFirst) {
            if (!ObjectName.isBackupIn(folder, key) || !madeByOwner(key)) {
                continue;
            }
            if (kept < keepLast) {
                kept++;
            } else {
                outdated.addFirst(key);
            }
        }
        outdated.forEach(store::delete);
        return outdated;
    }

    private boolean madeByOwner(String key) {
        try {
            return BackupRecord.of(store.metadata(key), key)
                    .map(each -> owner.clusterId().equals(each.clusterId())
                            && owner.uid().equals(each.backupUid()))
                    .orElse(false);
        } catch (AgentException e) {
            if (e.reason() == Reason.INVALID_SNAPSHOT) {
                return false;
            }
            throw e;
        }
    }
}
