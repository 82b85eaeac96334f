// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wire.splice;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import dev.cairn.node.wire.mvccpb.Event;
import dev.cairn.node.wire.mvccpb.KeyValue;
import java.io.IOException;

/** Encoded records and events as objects; keys and values stay in the array that they came in. */
final class ParsedRecords {
    private ParsedRecords() {}

    static KeyValue keyValue(byte[] bytes) {
        try {
            return KeyValue.parseFrom(in(bytes));
        } catch (IOException e) {
            throw new IllegalStateException("no KeyValue", e);
        }
    }

    static Event event(byte[] bytes) {
        try {
            return Event.parseFrom(in(bytes));
        } catch (IOException e) {
            throw new IllegalStateException("no Event", e);
        }
    }

    private static CodedInputStream in(byte[] bytes) {
        CodedInputStream in = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
        in.enableAliasing(true);
        return in;
    }
}
