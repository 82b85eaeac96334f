// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.kv;

import dev.cairn.node.cli.CommandFailure;
import dev.cairn.node.ctl.print.KeyRange;
import dev.cairn.node.ctl.session.GoBoolean;
import dev.cairn.node.ctl.session.GoInteger;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** What is to be read: of a command of its own or of a transaction. */
final class GetFlags {
    @Option(
            names = "--consistency",
            paramLabel = "string",
            defaultValue = "l",
            description = "l: linearizable, s: serializable (default l)")
    private String consistency;

    @Option(
            names = "--order",
            paramLabel = "string",
            defaultValue = "",
            description = "ASCEND or DESCEND (default ASCEND)")
    private String order;

    @Option(
            names = "--sort-by",
            paramLabel = "string",
            defaultValue = "",
            description = "CREATE, KEY, MODIFY, VALUE or VERSION")
    private String sortBy;

    @Option(
            names = "--limit",
            paramLabel = "int",
            defaultValue = "0",
            converter = GoInteger.class,
            description = "at most so many keys")
    private long limit;

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

    @Option(
            names = "--rev",
            paramLabel = "int",
            defaultValue = "0",
            converter = GoInteger.class,
            description = "as of this revision")
    private long revision;

    @Option(
            names = "--keys-only",
            arity = "1",
            converter = GoBoolean.class,
            preprocessor = GoBoolean.class,
            description = "without the values")
    private boolean keysOnly;

    @Option(
            names = "--count-only",
            arity = "1",
            converter = GoBoolean.class,
            preprocessor = GoBoolean.class,
            description = "their number alone; with --write-out=fields")
    private boolean countOnly;

    @Option(
            names = "--print-value-only",
            arity = "1",
            converter = GoBoolean.class,
            preprocessor = GoBoolean.class,
            description = "the values alone; with --write-out=simple")
    private boolean valueOnly;

    @Option(
            names = "--min-create-rev",
            paramLabel = "int",
            defaultValue = "0",
            converter = GoInteger.class,
            description = "created at this revision or later")
    private long minCreate;

    @Option(
            names = "--max-create-rev",
            paramLabel = "int",
            defaultValue = "0",
            converter = GoInteger.class,
            description = "created at this revision or earlier")
    private long maxCreate;

    @Option(
            names = "--min-mod-rev",
            paramLabel = "int",
            defaultValue = "0",
            converter = GoInteger.class,
            description = "changed at this revision or later")
    private long minMod;

    @Option(
            names = "--max-mod-rev",
            paramLabel = "int",
            defaultValue = "0",
            converter = GoInteger.class,
            description = "changed at this revision or earlier")
    private long maxMod;

    @Option(
            names = "--stream",
            arity = "1",
            converter = GoBoolean.class,
            preprocessor = GoBoolean.class,
            description = "in parts, by the RangeStream call")
    private boolean stream;

    boolean countOnly() {
        return countOnly;
    }

    boolean valueOnly() {
        return valueOnly;
    }

    boolean stream() {
        return stream;
    }

    RangeRequest request(List<String> args) {
        Keys.check(!args.isEmpty(), "get command needs one argument as key and an optional argument as range_end");
        Keys.check(!(prefix && fromKey), Keys.ONE_OF_TWO);
        Keys.check(
                !(keysOnly && countOnly),
                "`--keys-only` and `--count-only` cannot be set at the same time, choose one");
        boolean serializable = isSerializable(consistency);
        KeyRange range = Keys.range(args, prefix, fromKey);
        RangeRequest.Builder request = RangeRequest.newBuilder()
                .setKey(range.key())
                .setRangeEnd(range.end())
                .setSerializable(serializable)
                .setLimit(limit)
                .setRevision(Math.max(0, revision))
                .setSortOrder(sortOrder())
                .setSortTarget(sortTarget())
                .setKeysOnly(keysOnly)
                .setCountOnly(countOnly)
                .setMinCreateRevision(Math.max(0, minCreate))
                .setMaxCreateRevision(Math.max(0, maxCreate))
                .setMinModRevision(Math.max(0, minMod))
                .setMaxModRevision(Math.max(0, maxMod));
        ordered("CreateRev", minCreate, maxCreate);
        ordered("ModRev", minMod, maxMod);
        // etcd's client asks for no order where it is the store's own.
        if (request.getSortTarget() == RangeRequest.SortTarget.KEY
                && request.getSortOrder() == RangeRequest.SortOrder.ASCEND) {
            request.setSortOrder(RangeRequest.SortOrder.NONE);
        }
        return request.build();
    }

    static boolean isSerializable(String consistency) {
        return switch (consistency) {
            case "s" -> true;
            case "l" -> false;
            default -> throw unsupported("unknown consistency flag \"" + consistency + "\"");
        };
    }

    private RangeRequest.SortOrder sortOrder() {
        return switch (order.toUpperCase(Locale.ROOT)) {
            case "ASCEND" -> RangeRequest.SortOrder.ASCEND;
            case "DESCEND" -> RangeRequest.SortOrder.DESCEND;
            case "" -> RangeRequest.SortOrder.NONE;
            default -> throw unsupported("bad sort order " + order);
        };
    }

    private RangeRequest.SortTarget sortTarget() {
        return switch (sortBy.toUpperCase(Locale.ROOT)) {
            case "CREATE" -> RangeRequest.SortTarget.CREATE;
            case "KEY", "" -> RangeRequest.SortTarget.KEY;
            case "MODIFY" -> RangeRequest.SortTarget.MOD;
            case "VALUE" -> RangeRequest.SortTarget.VALUE;
            case "VERSION" -> RangeRequest.SortTarget.VERSION;
            default -> throw unsupported("bad sort target " + sortBy);
        };
    }

    private static void ordered(String what, long min, long max) {
        if (max > 0 && min > max) {
            throw unsupported("getMin" + what + "(=" + min + ") > getMax" + what + "(=" + max + ")");
        }
    }

    private static CommandFailure unsupported(String complaint) {
        return new CommandFailure(CommandFailure.UNSUPPORTED, complaint);
    }
}
