// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.session;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A word that stands before others and alone only shows them. */
public abstract class CtlGroup implements Runnable {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..*", hidden = true)
    private List<String> unknown = List.of();

    @Override
    public final void run() {
        HelpText.print(spec, spec.commandLine().getOut());
    }
}
