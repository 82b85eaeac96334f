// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli;

import dev.cairn.node.testkit.GoTool;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Our tools, run inside the test's process. */
final class Tool {
    private Tool() {}

    static GoTool.Outcome etcdutl(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Etcdutl.run(new PrintWriter(out), new PrintWriter(err), arguments);
        return new GoTool.Outcome(exitCode, out.toString(), err.toString());
    }
}
