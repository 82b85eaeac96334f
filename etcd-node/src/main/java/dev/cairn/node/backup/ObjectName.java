// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.backup;

import dev.cairn.node.backup.store.AgentException;
import dev.cairn.node.backup.store.AgentException.Reason;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/**
 * Where backups of a cluster lie in a bucket: {@code
 * <prefix>/<namespace>/<cluster>/<cluster ID>/<owner>/<time>-<revision>.snap}. Time is UTC to the second, the revision 16
 * hex digits, so an owner's names sort by age. Releases before had neither cluster ID nor owner in the name.
 */
public record ObjectName(String key) {
    public static final String SNAPSHOT = ".snap";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern FILE = Pattern.compile("[0-9]{8}T[0-9]{6}Z-[0-9a-f]{16}\\.snap");

    /** The key's part that all backups of clusters of this name share, with the slash at its end. */
    public static String folder(String prefix, String namespace, String cluster) {
        String head = prefix.replaceAll("^/+|/+$", "");
        return (head.isEmpty() ? "" : head + "/") + namespace + "/" + cluster + "/";
    }

    static ObjectName in(String folder, Instant time, long revision) {
        return new ObjectName(folder + TIME.format(time) + "-" + String.format("%016x", revision) + SNAPSHOT);
    }

    /** The name of a snapshot object as somebody gave it: any, for etcdctl's own snapshots have no rule for theirs. */
    public static ObjectName of(String key) {
        if (key.isBlank() || key.endsWith("/")) {
            throw new AgentException(Reason.INVALID_ARGUMENT, "\"" + key + "\" is no object's name");
        }
        return new ObjectName(key);
    }

    /** Whether a key lies in this folder itself and is named as a backup is. */
    static boolean isBackupIn(String folder, String key) {
        return key.startsWith(folder) && key.indexOf('/', folder.length()) < 0 && isSnapshot(key);
    }

    private static boolean isSnapshot(String key) {
        return FILE.matcher(key.substring(key.lastIndexOf('/') + 1)).matches();
    }
}
