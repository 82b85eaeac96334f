// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.gateway;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;

/**
 * Messages as JSON by etcd's rules: original field names, 64-bit numbers as strings, bytes as base64, defaults left out.
 */
final class JsonMessages {
    private static final JsonFormat.Printer PRINTER =
            JsonFormat.printer().preservingProtoFieldNames().omittingInsignificantWhitespace();

    private JsonMessages() {}

    static String print(Message message) {
        try {
            return PRINTER.print(message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("only Any fields can fail to print, and there are none", e);
        }
    }
}
