// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli.agent;

import dev.cairn.node.backup.AgentReport;
import dev.cairn.node.cli.ToolLog;
import java.time.Clock;
import java.util.Map;

/** What a command of the agent runs with; its root command is one. */
interface RunContext {
    /** Every command ends here. */
    void report(AgentReport report);

    Map<String, String> environment();

    Clock clock();

    ToolLog log();
}
