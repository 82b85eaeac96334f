// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.utility;

import dev.cairn.node.ctl.print.Terminal;
import dev.cairn.node.ctl.session.CtlCommand;
import dev.cairn.node.ctl.session.CtlRoot;
import dev.cairn.node.wire.EtcdVersion;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code version}. */
@Command(name = "version", customSynopsis = "version", description = "Prints the version of etcdctl")
public final class CtlVersionCommand extends CtlCommand {
    @Override
    protected int run(List<String> args) {
        Terminal terminal = ((CtlRoot) spec.root().userObject()).terminal();
        terminal.out().println("etcdctl version: " + EtcdVersion.CURRENT);
        terminal.out().println("API version: " + EtcdVersion.API);
        return 0;
    }
}
