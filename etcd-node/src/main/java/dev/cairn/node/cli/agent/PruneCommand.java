// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli.agent;

import dev.cairn.node.backup.AgentReport;
import dev.cairn.node.backup.BackupOwner;
import dev.cairn.node.backup.Backups;
import dev.cairn.node.backup.store.AgentException;
import dev.cairn.node.backup.store.AgentException.Reason;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "prune", description = "Deletes all but an owner's newest backups of a cluster")
final class PruneCommand extends Run {
    @Mixin
    private FolderFlags folder;

    @Option(names = "--keep-last", required = true, paramLabel = "N", description = "how many stay; at least 1")
    private int keepLast;

    @Option(
            names = "--cluster-id",
            required = true,
            paramLabel = "hex",
            description = "the etcd cluster's ID, as in the backups' names")
    private String clusterId;

    @Override
    void run(Backups backups) {
        if (keepLast < 1) {
            throw new AgentException(Reason.INVALID_ARGUMENT, "--keep-last must be at least 1");
        }
        BackupOwner owner = new BackupOwner(clusterId, folder.owner());
        context().report(AgentReport.pruned(backups.prune(folder.folder(), owner, keepLast), elapsedMillis()));
    }
}
