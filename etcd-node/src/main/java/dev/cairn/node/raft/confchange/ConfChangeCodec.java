// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.confchange;

import dev.cairn.node.raft.ConfChange;
import dev.cairn.node.raft.ConfChangeType;
import dev.cairn.node.raft.ConfChangeV2;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.EntryType;
import java.util.ArrayList;
import java.util.List;

/**
 * Configuration changes as the data of an entry, in etcd's encoding (raftpb): numbers are always written, a context only
 * when there is one. The core must read them to refuse a change that does not fit, so this lives here and not in the
 * protocol code.
 */
public final class ConfChangeCodec {
    private static final int CONTEXT_V1 = 4;
    private static final int CHANGES_V2 = 2;
    private static final int CONTEXT_V2 = 3;

    private ConfChangeCodec() {}

    /** ConfChange { 1 id, 2 type, 3 node_id, 4 context } */
    public static byte[] encode(ConfChange change) {
        WireWriter writer = new WireWriter()
                .number(1, change.id())
                .number(2, change.type().ordinal())
                .number(3, change.nodeId());
        return withContext(writer, CONTEXT_V1, change.context());
    }

    /** ConfChangeV2 { 1 transition, 2 repeated { 1 type, 2 node_id }, 3 context } */
    public static byte[] encode(ConfChangeV2 change) {
        WireWriter writer = new WireWriter().number(1, change.transition().ordinal());
        for (ConfChangeV2.Single single : change.changes()) {
            byte[] encoded = new WireWriter()
                    .number(1, single.type().ordinal())
                    .number(2, single.nodeId())
                    .toBytes();
            writer.bytes(CHANGES_V2, encoded);
        }
        return withContext(writer, CONTEXT_V2, change.context());
    }

    /** The change an entry carries; a v1 change becomes a V2 one of the same effect. */
    public static ConfChangeV2 decode(Entry entry) throws ConfChangeException {
        return switch (entry.type()) {
            case CONF_CHANGE -> decodeV1(entry.data()).toV2();
            case CONF_CHANGE_V2 -> decodeV2(entry.data());
            case NORMAL -> throw new ConfChangeException("entry " + entry.index() + " is no configuration change");
        };
    }

    public static boolean isConfChange(Entry entry) {
        return entry.type() != EntryType.NORMAL;
    }

    public static ConfChange decodeV1(byte[] data) throws ConfChangeException {
        long id = 0;
        int type = 0;
        long nodeId = 0;
        byte[] context = Entry.NO_DATA;
        WireReader reader = new WireReader(data);
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> id = reader.number();
                case 2 -> type = (int) reader.number();
                case 3 -> nodeId = reader.number();
                case CONTEXT_V1 -> context = reader.bytes();
                default -> reader.skip();
            }
        }
        return new ConfChange(id, changeType(type), nodeId, context);
    }

    public static ConfChangeV2 decodeV2(byte[] data) throws ConfChangeException {
        int transition = 0;
        List<ConfChangeV2.Single> changes = new ArrayList<>();
        byte[] context = Entry.NO_DATA;
        WireReader reader = new WireReader(data);
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> transition = (int) reader.number();
                case CHANGES_V2 -> changes.add(decodeSingle(reader.bytes()));
                case CONTEXT_V2 -> context = reader.bytes();
                default -> reader.skip();
            }
        }
        ConfChangeV2.Transition[] transitions = ConfChangeV2.Transition.values();
        if (transition < 0 || transition >= transitions.length) {
            throw new ConfChangeException("configuration change: unknown transition " + transition);
        }
        return new ConfChangeV2(transitions[transition], changes, context);
    }

    private static ConfChangeV2.Single decodeSingle(byte[] data) throws ConfChangeException {
        int type = 0;
        long nodeId = 0;
        WireReader reader = new WireReader(data);
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> type = (int) reader.number();
                case 2 -> nodeId = reader.number();
                default -> reader.skip();
            }
        }
        return new ConfChangeV2.Single(changeType(type), nodeId);
    }

    private static ConfChangeType changeType(int number) throws ConfChangeException {
        ConfChangeType[] types = ConfChangeType.values();
        if (number < 0 || number >= types.length) {
            throw new ConfChangeException("configuration change: unknown type " + number);
        }
        return types[number];
    }

    private static byte[] withContext(WireWriter writer, int field, byte[] context) {
        return context == null || context.length == 0
                ? writer.toBytes()
                : writer.bytes(field, context).toBytes();
    }
}
