// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.utility;

import dev.cairn.node.ctl.session.CtlCommand;
import dev.cairn.node.ctl.session.HelpText;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code options}. */
@Command(name = "options", customSynopsis = "options", description = "Show the global command-line flags")
public final class OptionsCommand extends CtlCommand {
    @Override
    protected int run(List<String> args) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("The following options can be passed to any command:");
        out.println();
        HelpText.flags(spec.root().options(), out);
        return 0;
    }
}
