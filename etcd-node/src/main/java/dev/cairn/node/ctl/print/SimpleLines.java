// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.print;

import com.google.protobuf.ByteString;
import dev.cairn.node.wire.mvccpb.KeyValue;
import java.io.PrintStream;

/** The form for people and shell scripts: a key's line, then its value's. */
public record SimpleLines(PrintStream out, boolean hex, boolean valueOnly) {
    public void line(String text) {
        out.println(text);
    }

    public void bytes(ByteString bytes) {
        byte[] raw = bytes.toByteArray();
        out.write(raw, 0, raw.length);
    }

    public void keyValue(KeyValue keyValue) {
        if (!valueOnly) {
            data(keyValue.getKey());
        }
        data(keyValue.getValue());
    }

    private void data(ByteString bytes) {
        if (hex) {
            line(GoText.hex(bytes));
            return;
        }
        bytes(bytes);
        line("");
    }
}
