// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.Cursor;
import dev.cairn.node.storage.ReadTx;
import dev.cairn.node.wire.mvccpb.KeyValue;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.zip.CRC32C;

/** Steps that image tests share. */
final class Images {
    private Images() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] revision(long main, long sub) {
        return ByteBuffer.allocate(17)
                .putLong(main)
                .put((byte) '_')
                .putLong(sub)
                .array();
    }

    static byte[] tombstone(long main, long sub) {
        return ByteBuffer.allocate(18).put(revision(main, sub)).put((byte) 't').array();
    }

    static byte[] keyValue(String key, long revision, byte[] value) {
        return KeyValue.newBuilder()
                .setKey(ByteString.copyFromUtf8(key))
                .setCreateRevision(revision)
                .setModRevision(revision)
                .setVersion(1)
                .setValue(ByteString.copyFrom(value))
                .build()
                .toByteArray();
    }

    /** Writes the image alone and checks that its length is what was announced. */
    static Path write(ReadTx tx, Path file) throws IOException {
        ImageWriter writer = new ImageWriter(tx);
        try (OutputStream out = Files.newOutputStream(file)) {
            writer.writeTo(out);
        }
        assertThat(Files.size(file)).isEqualTo(writer.sizeBytes());
        assertThat(writer.sizeBytes() % 4096).isZero();
        return file;
    }

    /** Writes the image with its digest, as a client saves it. */
    static Path writeSnapshot(ReadTx tx, Path file) throws IOException {
        byte[] image = Files.readAllBytes(write(tx, file));
        MessageDigest sha = SnapshotFile.sha256();
        Files.write(file, sha.digest(image), java.nio.file.StandardOpenOption.APPEND);
        return file;
    }

    /** The hash that {@code snapshot status} prints, taken over the ten buckets. */
    static int hash(ReadTx tx) {
        CRC32C crc = new CRC32C();
        for (Bucket bucket : Bucket.values()) {
            crc.update(bytes(bucket.bucketName()));
            try (Cursor cursor = tx.scan(bucket, new byte[0], null)) {
                while (cursor.next()) {
                    crc.update(cursor.key());
                    crc.update(cursor.value());
                }
            }
        }
        return (int) crc.getValue();
    }

    static void assertSameRecords(ReadTx actual, ReadTx expected) {
        for (Bucket bucket : Bucket.values()) {
            try (Cursor ours = actual.scan(bucket, new byte[0], null);
                    Cursor theirs = expected.scan(bucket, new byte[0], null)) {
                long record = 0;
                while (theirs.next()) {
                    assertThat(ours.next())
                            .as("%s has record %d", bucket, record)
                            .isTrue();
                    assertThat(ours.key()).isEqualTo(theirs.key());
                    assertThat(ours.value()).isEqualTo(theirs.value());
                    record++;
                }
                assertThat(ours.next()).as("%s ends after %d", bucket, record).isFalse();
            }
        }
    }
}
