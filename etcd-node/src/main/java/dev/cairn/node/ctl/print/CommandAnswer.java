// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.print;

import com.google.protobuf.Message;
import dev.cairn.node.cli.BoxTable;
import dev.cairn.node.cli.CommandFailure;

/** What a command has to say, in the forms in which etcdctl says it. One that it lacks is refused by name. */
public interface CommandAnswer {
    /** What the member answered; null where several did, or none. */
    Message message();

    void simple(SimpleLines out);

    default void fields(FieldLines out) {
        throw unsupported("fields");
    }

    default BoxTable table() {
        throw unsupported("table");
    }

    /** Anything that {@link GoJsonText} takes. */
    default Object json(boolean hex) {
        return message();
    }

    default byte[] protobuf() {
        if (message() == null) {
            throw unsupported("protobuf");
        }
        return message().toByteArray();
    }

    private static CommandFailure unsupported(String format) {
        return new CommandFailure(CommandFailure.UNSUPPORTED, format + " not supported as output format");
    }
}
