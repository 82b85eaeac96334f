// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli.agent;

import dev.cairn.node.backup.AgentReport;
import dev.cairn.node.backup.Backups;
import dev.cairn.node.backup.ObjectName;
import dev.cairn.node.backup.SnapshotProof;
import dev.cairn.node.backup.store.AgentException;
import dev.cairn.node.backup.store.AgentException.Reason;
import dev.cairn.node.cli.RestoreFlags;
import dev.cairn.node.cli.restore.NewCluster;
import dev.cairn.node.cli.restore.RestoreRequest;
import dev.cairn.node.cli.restore.SnapshotRestore;
import dev.cairn.node.disk.FileDisk;
import dev.cairn.node.storage.DataDirectory;
import dev.cairn.node.storage.DirectoryIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A container that restarts may run it again: on the member that it made before it does nothing. */
@Command(name = "restore", description = "Makes the data directory of a new cluster's first member from a backup")
final class RestoreCommand extends Run {
    @Mixin
    private ObjectFlags object;

    @Mixin
    private RestoreFlags restore;

    @Override
    void run(Backups backups) {
        restore.checkBump();
        ObjectName name = object.name();
        NewCluster cluster = restore.cluster();
        Path dataDir = restore.request(Path.of(""), cluster, true).dataDir();
        Optional<DirectoryIdentity> found = DataDirectory.identityIn(dataDir);
        if (found.isPresent()) {
            requireOwn(found.get(), cluster, dataDir);
            context().report(AgentReport.alreadyRestored(name));
            return;
        }
        try {
            SnapshotProof proof = fetchAndRestore(backups, name, cluster, dataDir);
            context().report(AgentReport.proven(name, proof, elapsedMillis()));
        } catch (IOException e) {
            throw new AgentException(Reason.INTERNAL, "cannot restore into " + dataDir + ": " + e, e);
        }
    }

    /** The member's own id comes from its URLs and the token; whom the flags name besides it may have changed since. */
    private static void requireOwn(DirectoryIdentity found, NewCluster cluster, Path dataDir) {
        if (found.memberId() != cluster.ownId()) {
            throw new AgentException(
                    Reason.DATA_DIRECTORY_IN_USE,
                    dataDir + " belongs to member " + Long.toHexString(found.memberId()) + " of cluster "
                            + Long.toHexString(found.clusterId()) + "; nothing was changed");
        }
    }

    private SnapshotProof fetchAndRestore(Backups backups, ObjectName name, NewCluster cluster, Path dataDir)
            throws IOException {
        new FileDisk().createDirectoryDurably(dataDir);
        Path download = dataDir.resolve(SnapshotRestore.WORKSHOP + ObjectName.SNAPSHOT);
        Files.deleteIfExists(download);
        try {
            SnapshotProof proof = backups.fetch(name, object.sha256(), download);
            RestoreRequest request = restore.request(download, cluster, false);
            new SnapshotRestore(request, context().log().progress("restoring", proof.sizeBytes())::reached).run();
            return proof;
        } finally {
            Files.deleteIfExists(download);
        }
    }
}
