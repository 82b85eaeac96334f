// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wire;

import com.google.protobuf.CodedInputStream;

/**
 * How deep messages may lie in messages: a transaction in a transaction is two levels, and {@code --max-txn-ops} allows
 * 127 of them, where protobuf's own limit of 100 levels would end at 50. What a member takes in, every member must be
 * able to read again from the log, so the log's limit lies above that of requests; both are far from the end of a stack
 * of one megabyte.
 */
public final class Nesting {
    /** Of a request as a client sends it, and of a response. */
    public static final int MAX_DEPTH = 300;

    private static final int MAX_STORED_DEPTH = MAX_DEPTH + 10;

    private Nesting() {}

    /** Reads what was taken in before. */
    public static CodedInputStream stored(byte[] data) {
        CodedInputStream in = CodedInputStream.newInstance(data);
        in.setRecursionLimit(MAX_STORED_DEPTH);
        return in;
    }
}
