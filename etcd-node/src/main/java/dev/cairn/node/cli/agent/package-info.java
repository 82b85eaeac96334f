// SPDX-License-Identifier: Apache-2.0
/**
 * The command {@code backup-agent}: flags and environment into calls of {@code backup} and {@code cli.restore}, and what
 * came of it into the report. Start reading at {@link dev.cairn.node.cli.agent.BackupAgent}.
 */
package dev.cairn.node.cli.agent;
