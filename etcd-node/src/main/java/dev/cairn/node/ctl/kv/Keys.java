// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.kv;

import dev.cairn.node.cli.CommandFailure;
import dev.cairn.node.ctl.print.KeyRange;
import java.util.List;

/** The keys that arguments and flags name together. */
final class Keys {
    static final String ONE_OF_TWO = "`--prefix` and `--from-key` cannot be set at the same time, choose one";

    private Keys() {}

    static KeyRange range(List<String> args, boolean prefix, boolean fromKey) {
        String key = args.getFirst();
        if (args.size() > 1) {
            check(
                    !prefix && !fromKey,
                    "too many arguments, only accept one argument when `--prefix` or `--from-key` is set");
            return KeyRange.between(key, args.get(1));
        }
        if (prefix) {
            return KeyRange.prefix(key);
        }
        return fromKey ? KeyRange.from(key) : KeyRange.of(key);
    }

    static void check(boolean holds, String complaint) {
        if (!holds) {
            throw new CommandFailure(CommandFailure.BAD_ARGUMENTS, complaint);
        }
    }
}
