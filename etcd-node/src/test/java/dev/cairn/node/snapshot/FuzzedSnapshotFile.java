// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.snapshot;

import dev.cairn.node.codec.RaftValues;
import dev.cairn.node.codec.SnapshotCodec;
import dev.cairn.node.fuzz.Fuzzed;
import dev.cairn.node.protobuf.ProtoEncoder;
import dev.cairn.node.raft.Snapshot;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;

/** A {@code .snap} file: as it is where the first byte is odd, else with the checksum of what it holds. */
public final class FuzzedSnapshotFile implements Fuzzed {
    @Override
    public String name() {
        return "snap-file";
    }

    @Override
    public List<byte[]> seeds() {
        Snapshot snapshot = new RaftValues(new Random(3)).snapshot();
        return List.of(
                seed(1, SnapshotFileCodec.encode(snapshot)),
                seed(0, SnapshotCodec.encode(snapshot)),
                seed(0, SnapshotCodec.encode(Snapshot.EMPTY)));
    }

    private static byte[] seed(int kind, byte[] rest) {
        byte[] seed = new byte[1 + rest.length];
        seed[0] = (byte) kind;
        System.arraycopy(rest, 0, seed, 1, rest.length);
        return seed;
    }

    @Override
    public byte[] read(byte[] input) throws Exception {
        if (input.length == 0) {
            return REFUSED;
        }
        byte[] rest = Arrays.copyOfRange(input, 1, input.length);
        Snapshot snapshot;
        try {
            snapshot = SnapshotFileCodec.decode((input[0] & 1) == 1 ? rest : withChecksum(rest));
        } catch (SnapshotFileCodec.DamagedException refused) {
            return REFUSED;
        }
        byte[] written = SnapshotFileCodec.encode(snapshot);
        Fuzzed.require(
                Arrays.equals(written, SnapshotFileCodec.encode(SnapshotFileCodec.decode(written))), "read as written");
        return snapshot.data();
    }

    private static byte[] withChecksum(byte[] data) {
        CRC32C crc = new CRC32C();
        crc.update(data);
        int checksum = (int) crc.getValue();
        int size = com.google.protobuf.CodedOutputStream.computeUInt32Size(1, checksum)
                + com.google.protobuf.CodedOutputStream.computeByteArraySize(2, data);
        return ProtoEncoder.encode(size, out -> {
            out.writeUInt32(1, checksum);
            out.writeByteArray(2, data);
        });
    }
}
