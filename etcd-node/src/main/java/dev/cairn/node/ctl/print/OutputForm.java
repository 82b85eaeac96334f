// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.print;

import dev.cairn.node.cli.CommandFailure;
import java.util.Locale;

/** The forms of {@code --write-out}. */
public enum OutputForm {
    SIMPLE,
    FIELDS,
    JSON,
    PROTOBUF,
    TABLE;

    public static OutputForm of(String name) {
        for (OutputForm form : values()) {
            if (form.name().toLowerCase(Locale.ROOT).equals(name)) {
                return form;
            }
        }
        throw new CommandFailure(CommandFailure.UNSUPPORTED, "unsupported output format");
    }
}
