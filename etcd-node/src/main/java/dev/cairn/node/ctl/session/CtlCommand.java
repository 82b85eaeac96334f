// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.session;

import dev.cairn.node.cli.CommandFailure;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command of etcdctl: checks its arguments first, then opens a session. */
public abstract class CtlCommand implements Callable<Integer> {
    @Spec
    protected CommandSpec spec;

    @Parameters(arity = "0..*", hidden = true)
    protected List<String> arguments = List.of();

    @Override
    public final Integer call() throws IOException {
        return run(arguments);
    }

    /** The exit code. */
    protected abstract int run(List<String> args) throws IOException;

    /** What this command's flags and the environment say; opens nothing yet. */
    protected final CtlSession session() {
        return ((CtlRoot) spec.root().userObject()).session(spec.commandLine().getParseResult());
    }

    protected static void check(boolean holds, String complaint) {
        if (!holds) {
            throw badArguments(complaint);
        }
    }

    protected static CommandFailure badArguments(String complaint) {
        return new CommandFailure(CommandFailure.BAD_ARGUMENTS, complaint);
    }
}
