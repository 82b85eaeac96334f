// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.utility;

import dev.cairn.node.cli.CommandFailure;
import dev.cairn.node.ctl.session.CtlCommand;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** {@code completion}: a script for the shell, made from the commands themselves. */
@Command(name = "completion", customSynopsis = "completion [bash|zsh]", description = "Generate completion script")
public final class CompletionCommand extends CtlCommand {
    @Override
    protected int run(List<String> args) {
        if (args.size() != 1) {
            throw new CommandFailure(CommandFailure.ERROR, "accepts 1 arg(s), received " + args.size());
        }
        if (!List.of("bash", "zsh").contains(args.getFirst())) {
            throw new CommandFailure(
                    CommandFailure.ERROR,
                    "no completion for \"" + args.getFirst() + "\": there is one for bash and zsh");
        }
        // The same script serves both: it loads zsh's emulation of bash by itself.
        spec.commandLine()
                .getOut()
                .println(AutoComplete.bash("etcdctl", spec.root().commandLine()));
        return 0;
    }
}
