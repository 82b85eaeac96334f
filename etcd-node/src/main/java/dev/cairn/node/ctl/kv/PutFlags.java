// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.kv;

import com.google.protobuf.ByteString;
import dev.cairn.node.ctl.print.KeyRange;
import dev.cairn.node.ctl.session.GoBoolean;
import dev.cairn.node.ctl.session.GoInteger;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import picocli.CommandLine.Option;

/** What is to be put: by a command of its own or in a transaction. */
final class PutFlags {
    private static final String ARGUMENTS = "put command needs 1 argument and input from stdin or 2 arguments";

    @Option(
            names = "--lease",
            paramLabel = "string",
            defaultValue = "0",
            description = "lease to attach, in hexadecimal")
    private String lease;

    @Option(
            names = "--prev-kv",
            arity = "1",
            converter = GoBoolean.class,
            preprocessor = GoBoolean.class,
            description = "show the key as it was before")
    private boolean prevKv;

    @Option(
            names = "--ignore-value",
            arity = "1",
            converter = GoBoolean.class,
            preprocessor = GoBoolean.class,
            description = "keep the value")
    private boolean ignoreValue;

    @Option(
            names = "--ignore-lease",
            arity = "1",
            converter = GoBoolean.class,
            preprocessor = GoBoolean.class,
            description = "keep the lease")
    private boolean ignoreLease;

    /** A value that is no argument is all there is to read from {@code in}. */
    PutRequest request(List<String> args, InputStream in) throws IOException {
        Keys.check(!args.isEmpty(), ARGUMENTS);
        Keys.check(!ignoreValue || args.size() == 1, "put command needs only 1 argument when 'ignore-value' is set");
        ByteString value = ByteString.EMPTY;
        if (!ignoreValue && args.size() > 1) {
            value = KeyRange.bytes(args.get(1));
        } else if (!ignoreValue) {
            value = ByteString.readFrom(in);
            Keys.check(!value.isEmpty(), ARGUMENTS);
        }
        return PutRequest.newBuilder()
                .setKey(KeyRange.bytes(args.getFirst()))
                .setValue(value)
                .setLease(GoInteger.hex(lease, "bad lease ID"))
                .setPrevKv(prevKv)
                .setIgnoreValue(ignoreValue)
                .setIgnoreLease(ignoreLease)
                .build();
    }
}
