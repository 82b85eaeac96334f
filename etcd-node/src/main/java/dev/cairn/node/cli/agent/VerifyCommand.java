// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli.agent;

import dev.cairn.node.backup.AgentReport;
import dev.cairn.node.backup.Backups;
import dev.cairn.node.backup.ObjectName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "verify", description = "Downloads a backup and proves it from end to end")
final class VerifyCommand extends Run {
    @Mixin
    private ObjectFlags object;

    @Override
    void run(Backups backups) {
        ObjectName name = object.name();
        context().report(AgentReport.proven(name, backups.verify(name, object.sha256()), elapsedMillis()));
    }
}
