// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli.agent;

import dev.cairn.node.backup.AgentReport;
import dev.cairn.node.backup.BackupOwner;
import dev.cairn.node.backup.BackupRecord;
import dev.cairn.node.backup.Backups;
import dev.cairn.node.backup.Source;
import dev.cairn.node.backup.store.AgentException;
import dev.cairn.node.backup.store.AgentException.Reason;
import dev.cairn.node.tls.ClientTrust;
import dev.cairn.node.wire.EtcdUrl;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "save", description = "Takes a snapshot of a cluster, proves it and uploads it")
final class SaveCommand extends Run {
    @Mixin
    private FolderFlags folder;

    @Mixin
    private ListedFlags listed;

    @Option(
            names = "--endpoint",
            required = true,
            split = ",",
            paramLabel = "URL",
            description = "client URLs of the members; the first that answers is asked")
    private List<String> endpoints = List.of();

    @Option(names = "--cacert", paramLabel = "file", description = "authorities of the members' certificates")
    private Path caCert;

    @Option(names = "--cert", paramLabel = "file", description = "client certificate")
    private Path cert;

    @Option(names = "--key", paramLabel = "file", description = "client certificate's key")
    private Path key;

    @Option(
            names = "--keep-last",
            defaultValue = "0",
            paramLabel = "N",
            description =
                    "afterwards delete all but the newest N that --owner made of this cluster (default: keep all)")
    private int keepLast;

    @Option(names = "--name", defaultValue = "", paramLabel = "name", description = "who asked; kept in the record")
    private String name;

    @Override
    void run(Backups backups) {
        if (keepLast < 0) {
            throw new AgentException(Reason.INVALID_ARGUMENT, "--keep-last must not be negative");
        }
        if (keepLast > 0 && folder.owner().isEmpty()) {
            throw new AgentException(
                    Reason.INVALID_ARGUMENT, "--keep-last needs --owner: only what an owner made is deleted for it");
        }
        Source source = new Source(
                endpoints.stream().map(SaveCommand::endpoint).toList(),
                ClientTrust.of(caCert, cert, key),
                folder.namespace(),
                folder.cluster(),
                name,
                folder.owner());
        BackupRecord record = backups.save(source, folder.folder());
        BackupOwner owner = new BackupOwner(record.clusterId(), record.backupUid());
        clean(backups, owner);
        List<String> pruned = keepLast == 0 ? List.of() : backups.prune(folder.folder(), owner, keepLast);
        List<String> gone = backups.gone(listed.names());
        context().report(AgentReport.saved(record, pruned, gone, elapsedMillis()));
    }

    private static EtcdUrl endpoint(String text) {
        try {
            EtcdUrl url = EtcdUrl.parse(text);
            if (!url.isSocket() && !url.host().isEmpty()) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            throw new AgentException(Reason.INVALID_ARGUMENT, "--endpoint: " + e.getMessage(), e);
        }
        throw new AgentException(
                Reason.INVALID_ARGUMENT, "--endpoint \"" + text + "\" is not of the form https://host:port");
    }

    /** The backup is made: that leftovers cannot be cleaned away, for want of a permission say, does not undo it. */
    private void clean(Backups backups, BackupOwner owner) {
        if (owner.uid().isEmpty()) {
            return;
        }
        try {
            backups.abortAbandoned(folder.folder(), owner)
                    .forEach(each -> context().log().info("ended an abandoned upload", Map.of("object", each)));
        } catch (AgentException e) {
            context().log().info("cannot look for abandoned uploads", Map.of("error", e.getMessage()));
        }
    }
}
