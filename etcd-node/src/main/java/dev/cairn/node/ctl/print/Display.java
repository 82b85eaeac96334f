// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.print;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Shows answers in the form that was asked for. Whole ones: two threads may share it. */
public final class Display {
    private final OutputForm form;
    private final boolean hex;
    private final boolean valueOnly;
    private final PrintStream out;

    public Display(OutputForm form, boolean hex, PrintStream out) {
        this(form, hex, false, out);
    }

    private Display(OutputForm form, boolean hex, boolean valueOnly, PrintStream out) {
        this.form = form;
        this.hex = hex;
        this.valueOnly = valueOnly;
        this.out = out;
    }

    public OutputForm form() {
        return form;
    }

    /** Without the keys, in the simple form. */
    public Display valuesOnly() {
        return new Display(form, hex, true, out);
    }

    public synchronized void show(CommandAnswer answer) {
        switch (form) {
            case SIMPLE -> answer.simple(new SimpleLines(out, hex, valueOnly));
            case FIELDS -> answer.fields(new FieldLines(out, hex));
            case JSON -> out.println(GoJsonText.of(answer.json(hex)));
            case PROTOBUF -> {
                byte[] bytes = answer.protobuf();
                out.write(bytes, 0, bytes.length);
            }
            case TABLE -> {
                PrintWriter text = new PrintWriter(out, false, StandardCharsets.UTF_8);
                answer.table().printTo(text);
                text.flush();
            }
        }
        out.flush();
    }
}
