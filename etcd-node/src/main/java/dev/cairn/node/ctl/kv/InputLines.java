// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.kv;

import dev.cairn.node.cli.CommandFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Whole lines of an input, and not a byte behind them: a value may follow. */
record InputLines(InputStream in) {
    /**
     * Without what ends it.
     *
     * @throws CommandFailure where the input ends before its line does
     */
    String next(String complaint) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        while (next >= 0 && next != '\n') {
            line.write(next);
            next = in.read();
        }
        if (next < 0) {
            throw new CommandFailure(CommandFailure.INVALID_INPUT, complaint + "EOF");
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
