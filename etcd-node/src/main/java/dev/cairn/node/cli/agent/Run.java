// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli.agent;

import dev.cairn.node.backup.Backups;
import dev.cairn.node.backup.store.ObjectStore;
import dev.cairn.node.cli.ProgressLog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands have: a bucket, a place for files on the way, a report at the end. */
abstract class Run implements Runnable {
    @Mixin
    private StoreFlags storeFlags;

    @Option(
            names = "--work-dir",
            paramLabel = "directory",
            description = "where snapshots lie while they are on the way (default: the temporary directory)")
    private Path workDir = Path.of(System.getProperty("java.io.tmpdir"));

    @Spec
    private CommandSpec spec;

    private Instant started;

    @Override
    public final void run() {
        started = agent().clock().instant();
        ProgressLog progress = agent().log().progress("transferring", 0);
        try (ObjectStore store = storeFlags.open(agent().environment())) {
            run(new Backups(store, workDir, agent().clock(), progress::reached));
        }
    }

    abstract void run(Backups backups);

    final BackupAgent agent() {
        return (BackupAgent) spec.root().userObject();
    }

    final long elapsedMillis() {
        return Duration.between(started, agent().clock().instant()).toMillis();
    }
}
