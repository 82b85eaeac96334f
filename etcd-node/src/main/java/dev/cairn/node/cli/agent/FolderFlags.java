// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli.agent;

import dev.cairn.node.backup.ObjectName;
import picocli.CommandLine.Option;

/** Whose backups, and where in the bucket. */
final class FolderFlags {
    @Option(names = "--prefix", defaultValue = "", paramLabel = "path", description = "first part of all object names")
    private String prefix;

    @Option(
            names = "--cluster-namespace",
            required = true,
            paramLabel = "name",
            description = "the cluster's namespace")
    private String namespace;

    @Option(names = "--cluster-name", required = true, paramLabel = "name", description = "the cluster's name")
    private String cluster;

    @Option(
            names = "--owner",
            defaultValue = "",
            paramLabel = "uid",
            description = "whose backups, such as an EtcdBackup's UID: part of their names; only its own are pruned")
    private String owner;

    String owner() {
        return owner;
    }

    String folder() {
        return ObjectName.folder(prefix, namespace, cluster);
    }

    String namespace() {
        return namespace;
    }

    String cluster() {
        return cluster;
    }
}
