// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "snapshot",
        description = "Manages etcd node snapshots",
        subcommands = {SnapshotStatusCommand.class, SnapshotRestoreCommand.class})
final class SnapshotCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
