// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.read;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.cairn.node.mvcc.index.KeyEntry;
import dev.cairn.node.protobuf.ProtoDecoder;
import dev.cairn.node.protobuf.ProtoEncoder;
import dev.cairn.node.storage.BackendException;
import java.io.IOException;

/**
 * The stored bytes of an mvccpb.KeyValue, written and read without building the message. Fields ascend and defaults are
 * left out, as every protobuf library writes them: hashes are compared over these bytes.
 */
public final class KeyValues {
    private static final int KEY = 1;
    private static final int CREATE_REVISION = 2;
    private static final int MOD_REVISION = 3;
    private static final int VERSION = 4;
    private static final int VALUE = 5;
    private static final int LEASE = 6;
    private static final byte[] NONE = {};

    private KeyValues() {}

    /** What a record says about its key; {@code value} is there only when it was asked for. */
    public record Fields(byte[] key, long createRevision, long modRevision, long version, byte[] value, long lease) {}

    public static byte[] encode(Fields fields) {
        int size = ProtoEncoder.bytesSize(KEY, fields.key)
                + ProtoEncoder.int64Size(CREATE_REVISION, fields.createRevision)
                + ProtoEncoder.int64Size(MOD_REVISION, fields.modRevision)
                + ProtoEncoder.int64Size(VERSION, fields.version)
                + ProtoEncoder.bytesSize(VALUE, fields.value)
                + ProtoEncoder.int64Size(LEASE, fields.lease);
        byte[] bytes = new byte[size];
        CodedOutputStream out = ProtoEncoder.over(bytes, 0, size);
        try {
            ProtoEncoder.writeBytes(out, KEY, fields.key);
            ProtoEncoder.writeInt64(out, CREATE_REVISION, fields.createRevision);
            ProtoEncoder.writeInt64(out, MOD_REVISION, fields.modRevision);
            ProtoEncoder.writeInt64(out, VERSION, fields.version);
            ProtoEncoder.writeBytes(out, VALUE, fields.value);
            ProtoEncoder.writeInt64(out, LEASE, fields.lease);
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw ProtoEncoder.sizeIsWrong(e);
        }
        return bytes;
    }

    /** A tombstone's stored record: the key alone. */
    public static byte[] tombstone(byte[] key) {
        return encode(new Fields(key, 0, 0, 0, NONE, 0));
    }

    /** A deletion as watchers see it: key and mod_revision. */
    public static byte[] deletion(byte[] key, long modRevision) {
        return encode(new Fields(key, 0, modRevision, 0, NONE, 0));
    }

    /** The record of a head without its value. */
    public static byte[] withoutValue(KeyEntry head, boolean withLease) {
        return encode(new Fields(
                head.key(),
                head.createRevision(),
                head.modRevision(),
                head.version(),
                NONE,
                withLease ? head.lease() : 0));
    }

    public static byte[] withoutValue(byte[] record, boolean withLease) {
        Fields fields = parse(record, false);
        return encode(new Fields(
                fields.key,
                fields.createRevision,
                fields.modRevision,
                fields.version,
                NONE,
                withLease ? fields.lease : 0));
    }

    public static byte[] key(byte[] record) {
        return parse(record, false).key;
    }

    public static byte[] value(byte[] record) {
        return parse(record, true).value;
    }

    public static Fields parse(byte[] record, boolean withValue) {
        try {
            return read(ProtoDecoder.over(record, 0, record.length), withValue);
        } catch (IOException e) {
            throw new BackendException("a stored record is no KeyValue: " + e.getMessage(), e);
        }
    }

    private static Fields read(CodedInputStream in, boolean withValue) throws IOException {
        byte[] key = NONE;
        byte[] value = NONE;
        long create = 0;
        long mod = 0;
        long version = 0;
        long lease = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case KEY -> key = in.readByteArray();
                case CREATE_REVISION -> create = in.readInt64();
                case MOD_REVISION -> mod = in.readInt64();
                case VERSION -> version = in.readInt64();
                case VALUE -> {
                    if (withValue) {
                        value = in.readByteArray();
                    } else {
                        in.skipRawBytes(in.readRawVarint32());
                    }
                }
                case LEASE -> lease = in.readInt64();
                default -> in.skipField(tag);
            }
        }
        return new Fields(key, create, mod, version, value, lease);
    }
}
