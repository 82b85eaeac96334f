// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli;

import dev.cairn.testkit.Program;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Our tools, run inside the test's process. */
final class Tool {
    private Tool() {}

    static Program.Outcome etcdutl(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Etcdutl.run(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Program.Outcome(exitCode, out.toString(), err.toString());
    }
}
