// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.codec;

import com.google.protobuf.InvalidProtocolBufferException;

/** The numbers of {@code raftpb.MessageType} that may come from another member. */
enum MessageKind {
    PROP(2),
    APP(3),
    APP_RESP(4),
    VOTE(5),
    VOTE_RESP(6),
    SNAP(7),
    HEARTBEAT(8),
    HEARTBEAT_RESP(9),
    TRANSFER_LEADER(13),
    TIMEOUT_NOW(14),
    READ_INDEX(15),
    READ_INDEX_RESP(16),
    PRE_VOTE(17),
    PRE_VOTE_RESP(18);

    private static final MessageKind[] BY_NUMBER = new MessageKind[19];

    static {
        for (MessageKind kind : values()) {
            BY_NUMBER[kind.number] = kind;
        }
    }

    private final int number;

    MessageKind(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static MessageKind of(int number) throws InvalidProtocolBufferException {
        if (number < 0 || number >= BY_NUMBER.length || BY_NUMBER[number] == null) {
            throw new InvalidProtocolBufferException(
                    "raft message of type " + number + " may not come from another member");
        }
        return BY_NUMBER[number];
    }
}
