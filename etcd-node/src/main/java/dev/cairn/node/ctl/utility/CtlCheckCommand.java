// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.utility;

import dev.cairn.node.ctl.session.CtlGroup;
import picocli.CommandLine.Command;

/** {@code check} and what stands behind it. */
@Command(
        name = "check",
        description = "commands for checking properties of the etcd cluster",
        subcommands = {CheckPerfCommand.class, CheckDatascaleCommand.class})
public final class CtlCheckCommand extends CtlGroup {}
