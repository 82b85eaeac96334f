// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.print;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/** What a command reads and writes: bytes as they are, text as UTF-8. Its variables are the process' or a test's. */
public record Terminal(InputStream in, PrintStream out, PrintStream err, Map<String, String> environment) {}
