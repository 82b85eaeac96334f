// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.snapshot;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import dev.cairn.node.codec.SnapshotCodec;
import dev.cairn.node.raft.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
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

    private SnapshotFileCodec() {}

    static byte[] encode(Snapshot snapshot) {
        byte[] data = SnapshotCodec.encode(snapshot);
        int crc = checksum(data);
        byte[] bytes =
                new byte[CodedOutputStream.computeUInt32Size(1, crc) + CodedOutputStream.computeByteArraySize(2, data)];
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            out.writeUInt32(1, crc);
            out.writeByteArray(2, data);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes;
    }

    static Snapshot decode(byte[] bytes) throws DamagedException {
        int crc = 0;
        byte[] data = new byte[0];
        try {
            CodedInputStream in = CodedInputStream.newInstance(bytes);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (tag) {
                    case 1 << 3 -> crc = in.readUInt32();
                    case 2 << 3 | 2 -> data = in.readByteArray();
                    default -> in.skipField(tag);
                }
            }
            if (crc == 0 || data.length == 0) {
                throw new DamagedException("it is empty or cut short");
            }
            if (crc != checksum(data)) {
                throw new DamagedException("its checksum does not match");
            }
            return SnapshotCodec.decode(data);
        } catch (DamagedException e) {
            throw e;
        } catch (IOException e) {
            throw new DamagedException("it cannot be decoded (" + e.getMessage() + ")");
        }
    }

    private static int checksum(byte[] data) {
        CRC32C crc = new CRC32C();
        crc.update(data, 0, data.length);
        return (int) crc.getValue();
    }
}
