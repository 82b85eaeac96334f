// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.session;

import dev.cairn.node.ctl.print.Terminal;
import java.util.List;
import picocli.CommandLine.ParseResult;

/** The root of all commands, which knows the flags that they share. */
public interface CtlRoot {
    CtlSession session(ParseResult parsed);

    Terminal terminal();

    /** The command line as it was given. */
    List<String> words();
}
