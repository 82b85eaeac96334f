// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.utility;

import dev.cairn.node.cli.CommandFailure;

/** The sizes of a check, from small to very large. */
enum CheckSize {
    S,
    M,
    L,
    XL;

    static CheckSize of(String name) {
        return switch (name) {
            case "s", "small" -> S;
            case "m", "medium" -> M;
            case "l", "large" -> L;
            case "xl", "xLarge" -> XL;
            default -> throw new CommandFailure(CommandFailure.UNSUPPORTED, "unknown load option " + name);
        };
    }
}
