// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.kv;

import com.google.protobuf.ByteString;
import dev.cairn.node.ctl.print.KeyRange;
import dev.cairn.node.ctl.session.GoBoolean;
import dev.cairn.node.ctl.session.GoInteger;
import dev.cairn.node.wire.etcdserverpb.WatchCreateRequest;
import java.util.List;
import picocli.CommandLine.Option;

/** What is to be watched: by the command or a line of its interactive form. */
final class WatchFlags {
    @Option(
            names = {"-i", "--interactive"},
            arity = "1",
            converter = GoBoolean.class,
            preprocessor = GoBoolean.class,
            description = "read watches from the standard input, a line each")
    private boolean interactive;

    @Option(
            names = "--prefix",
            arity = "1",
            converter = GoBoolean.class,
            preprocessor = GoBoolean.class,
            description = "all keys with this prefix")
    private boolean prefix;

    @Option(
            names = "--rev",
            paramLabel = "int",
            defaultValue = "0",
            converter = GoInteger.class,
            description = "from this revision on")
    private long revision;

    @Option(
            names = "--prev-kv",
            arity = "1",
            converter = GoBoolean.class,
            preprocessor = GoBoolean.class,
            description = "show the key as it was before")
    private boolean prevKv;

    @Option(
            names = "--progress-notify",
            arity = "1",
            converter = GoBoolean.class,
            preprocessor = GoBoolean.class,
            description = "be told now and then how far the watch is")
    private boolean progressNotify;

    boolean interactive() {
        return interactive;
    }

    WatchCreateRequest request(List<String> args) {
        Keys.check(!args.isEmpty(), "bad number of arguments");
        Keys.check(args.size() != 2 || !prefix, "`range_end` and `--prefix` are mutually exclusive");
        KeyRange range = prefix ? KeyRange.prefix(args.getFirst()) : KeyRange.of(args.getFirst());
        ByteString end = args.size() == 2 ? KeyRange.bytes(args.get(1)) : range.end();
        return WatchCreateRequest.newBuilder()
                .setKey(range.key())
                .setRangeEnd(end)
                .setStartRevision(revision)
                .setPrevKv(prevKv)
                .setProgressNotify(progressNotify)
                .build();
    }
}
