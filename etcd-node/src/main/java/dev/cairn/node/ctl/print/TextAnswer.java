// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.print;

import com.google.protobuf.Message;
import dev.cairn.node.wire.etcdserverpb.ResponseHeader;

/**
 * An answer whose simple form is one text that the request gave rise to.
 *
 * @param header what the form of fields shows; null where it shows nothing
 */
public record TextAnswer(String text, ResponseHeader header, Message message) implements CommandAnswer {
    @Override
    public void simple(SimpleLines out) {
        out.line(text);
    }

    @Override
    public void fields(FieldLines out) {
        if (header == null) {
            CommandAnswer.super.fields(out);
        } else {
            out.header(header);
        }
    }
}
