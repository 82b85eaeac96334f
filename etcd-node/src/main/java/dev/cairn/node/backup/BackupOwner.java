// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.backup;

import dev.cairn.node.backup.store.AgentException;
import dev.cairn.node.backup.store.AgentException.Reason;
import java.util.regex.Pattern;

/**
 * Whose backups: an etcd cluster, and who asked for them. Names alone do not tell: a cluster can be made anew under its
 * name, another Kubernetes can have one of the same name, two backups can write to one bucket.
 *
 * @param clusterId the etcd cluster's, in hexadecimal, as the member itself says it
 * @param uid of what asked, such as an EtcdBackup's UID; empty where nobody said: such backups are never pruned
 */
public record BackupOwner(String clusterId, String uid) {
    /** One part of an object's name; never {@code .} or {@code ..}, which some stores take for folders. */
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    public BackupOwner {
        requirePart("--cluster-id", clusterId);
        if (!uid.isEmpty()) {
            requirePart("--owner", uid);
        }
    }

    private static void requirePart(String flag, String value) {
        if (!PART.matcher(value).matches()) {
            throw new AgentException(
                    Reason.INVALID_ARGUMENT,
                    flag + " \"" + value + "\" must be 1 to 128 letters, digits, '-' and '_': it is part of names");
        }
    }

    /** An owner's folder below that of its cluster's name, with the slash at its end. */
    String folderIn(String folder) {
        return folder + clusterId + "/" + (uid.isEmpty() ? "" : uid + "/");
    }
}
