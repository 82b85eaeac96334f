// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.snapshot;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.codec.SnapshotCodec;
import dev.cairn.node.protobuf.ProtoDecoder;
import dev.cairn.node.protobuf.ProtoEncoder;
import dev.cairn.node.raft.Snapshot;
import java.io.IOException;
import java.util.zip.CRC32C;

/** A {@code .snap} file's bytes: {@code snappb.Snapshot}, a CRC-32C and the raft snapshot it is of. */
final class SnapshotFileCodec {
    /** The file's contents are not what was written. */
    static final class DamagedException extends IOException {
        private static final long serialVersionUID = 1;

        DamagedException(String message) {
            super(message);
        }
    }

    private static final int CRC = 1;
    private static final int DATA = 2;

    private record Contents(int crc, byte[] data) {}

    private SnapshotFileCodec() {}

    static byte[] encode(Snapshot snapshot) {
        byte[] data = SnapshotCodec.encode(snapshot);
        int crc = checksum(data);
        int size = CodedOutputStream.computeUInt32Size(CRC, crc) + CodedOutputStream.computeByteArraySize(DATA, data);
        return ProtoEncoder.encode(size, out -> {
            out.writeUInt32(CRC, crc);
            out.writeByteArray(DATA, data);
        });
    }

    static Snapshot decode(byte[] bytes) throws DamagedException {
        try {
            Contents contents = ProtoDecoder.decode(bytes, SnapshotFileCodec::read);
            if (contents.crc == 0 || contents.data.length == 0) {
                throw new DamagedException("it is empty or cut short");
            }
            if (contents.crc != checksum(contents.data)) {
                throw new DamagedException("its checksum does not match");
            }
            return SnapshotCodec.decode(contents.data);
        } catch (InvalidProtocolBufferException e) {
            throw new DamagedException("it cannot be decoded (" + e.getMessage() + ")");
        }
    }

    private static Contents read(CodedInputStream in) throws IOException {
        int crc = 0;
        byte[] data = {};
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case CRC << 3 | ProtoDecoder.VARINT -> crc = in.readUInt32();
                case DATA << 3 | ProtoDecoder.BYTES -> data = in.readByteArray();
                default -> in.skipField(tag);
            }
        }
        return new Contents(crc, data);
    }

    private static int checksum(byte[] data) {
        CRC32C crc = new CRC32C();
        crc.update(data, 0, data.length);
        return (int) crc.getValue();
    }
}
