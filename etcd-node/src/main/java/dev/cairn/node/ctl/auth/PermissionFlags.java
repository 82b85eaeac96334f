// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.auth;

import com.google.protobuf.ByteString;
import dev.cairn.node.cli.CommandFailure;
import dev.cairn.node.ctl.print.KeyRange;
import dev.cairn.node.ctl.session.GoBoolean;
import java.util.List;
import picocli.CommandLine.Option;

/** The keys that a permission is about. */
final class PermissionFlags {
    private static final ByteString OPEN_END = ByteString.copyFrom(new byte[1]);
    private static final String ONE_OF_TWO = "--from-key and --prefix flags are mutually exclusive";

    @Option(
            names = "--prefix",
            arity = "1",
            converter = GoBoolean.class,
            preprocessor = GoBoolean.class,
            description = "all keys with this prefix")
    private boolean prefix;

    @Option(
            names = "--from-key",
            arity = "1",
            converter = GoBoolean.class,
            preprocessor = GoBoolean.class,
            description = "this key and all behind it")
    private boolean fromKey;

    /** {@code args} are the key and perhaps an end. The empty key means all of them, with either flag. */
    KeyRange range(List<String> args) {
        String key = args.getFirst();
        if (key.isEmpty()) {
            check(!prefix || !fromKey, ONE_OF_TWO);
            return new KeyRange(OPEN_END, prefix || fromKey ? OPEN_END : ByteString.EMPTY);
        }
        if (args.size() == 1) {
            check(!prefix || !fromKey, ONE_OF_TWO);
            return prefix ? KeyRange.prefix(key) : fromKey ? KeyRange.from(key) : KeyRange.of(key);
        }
        check(!prefix, "unexpected endkey argument with --prefix flag");
        check(!fromKey, "unexpected endkey argument with --from-key flag");
        return KeyRange.between(key, args.get(1));
    }

    private static void check(boolean holds, String complaint) {
        if (!holds) {
            throw new CommandFailure(CommandFailure.BAD_ARGUMENTS, complaint);
        }
    }
}
