// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli;

/** What a command answers with; its root command is one. */
interface ToolOutput {
    /** The printer that {@code -w} asks for. */
    Printer printer();

    /** Progress for the one who waits, as etcdutl logs it. */
    ToolLog log();
}
