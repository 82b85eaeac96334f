// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wal.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.codec.EntryCodec;
import dev.cairn.node.raft.Entry;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordBufferTest {
    private final RollingCrc crc = new RollingCrc();
    private final RecordBuffer buffer = new RecordBuffer(crc);

    @Test
    void writesTheHeadThatEtcdWrites() {
        buffer.addCrc();
        buffer.add(RecordType.METADATA, "somedata".getBytes(StandardCharsets.US_ASCII));
        buffer.add(RecordType.SNAPSHOT, new byte[] {8, 0, 16, 0});
        assertThat(HexFormat.of().formatHex(bytes()))
                .isEqualTo("04000000000000840804100000000000"
                        + "12000000000000860801" + "1085d4fda007" + "1a08736f6d6564617461" + "000000000000"
                        + "0e000000000000820805" + "1080db81c101" + "1a0408001000" + "0000");
    }

    @Test
    void entriesOfEverySizeAndChecksumOfEveryLengthAreFramed() {
        Random random = new Random(1);
        RollingCrc expected = new RollingCrc();
        for (int round = 0; round < 5000; round++) {
            byte[] data = new byte[random.nextInt(300)];
            random.nextBytes(data);
            Entry entry = Entry.normal(1 + random.nextInt(9), round, data);
            buffer.clear();
            buffer.add(entry);
            byte[] framed = bytes();
            int recordBytes = (int) Frame.recordBytes(java.nio.ByteBuffer.wrap(framed)
                    .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                    .getLong());
            assertThat(framed.length).isEqualTo(8 + recordBytes + Frame.paddingBytes(recordBytes));
            Record record = Record.parse(framed, 8, recordBytes);
            byte[] encoded = EntryCodec.encode(entry);
            expected.update(encoded, 0, encoded.length);
            assertThat(record.type()).isEqualTo(RecordType.ENTRY);
            assertThat(record.copyOfData()).isEqualTo(encoded);
            assertThat(record.crc()).isEqualTo(expected.value());
            assertThat(Record.selfDescribedLength(framed, 8, framed.length)).isEqualTo(recordBytes);
        }
    }

    private byte[] bytes() {
        return Arrays.copyOf(buffer.contents().array(), buffer.sizeBytes());
    }
}
