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
        started = context().clock().instant();
        ProgressLog progress = context().log().progress("transferring", 0);
        try (ObjectStore store = storeFlags.open(context().environment())) {
            run(new Backups(store, workDir, context().clock(), progress::reached));
        }
    }

    abstract void run(Backups backups);

    final RunContext context() {
        return (RunContext) spec.root().userObject();
    }

    final long elapsedMillis() {
        return Duration.between(started, context().clock().instant()).toMillis();
    }
}
