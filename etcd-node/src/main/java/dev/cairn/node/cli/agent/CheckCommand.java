// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli.agent;

import dev.cairn.node.backup.AgentReport;
import dev.cairn.node.backup.Backups;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "check", description = "Tells which of the snapshots named are not in the bucket any more")
final class CheckCommand extends Run {
    @Mixin
    private ListedFlags listed;

    @Override
    void run(Backups backups) {
        context().report(AgentReport.checked(backups.gone(listed.names()), elapsedMillis()));
    }
}
