// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.image;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.Cursor;
import dev.cairn.node.wire.mvccpb.KeyValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * What {@code etcdutl snapshot status} says of an image: the hash over everything in it, the last revision, how many
 * user keys live, the bytes in use, and the storage version or an empty text.
 */
public record ImageStatus(int hash, long revision, long totalKeys, long totalSizeBytes, String version) {
    private static final byte[] KEY_BUCKET = Bucket.KEY.bucketName().getBytes(StandardCharsets.UTF_8);
    private static final byte[] STORAGE_VERSION = "storageVersion".getBytes(StandardCharsets.UTF_8);
    private static final int REVISION_BYTES = 17;

    /** Reads the whole image; every record of the key bucket must be a revision with a key-value. */
    public static ImageStatus of(ImageReader image) {
        CRC32C crc = new CRC32C();
        LiveKeys live = new LiveKeys();
        for (byte[] bucket : image.bucketNames()) {
            crc.update(bucket);
            boolean isKeyBucket = Arrays.equals(bucket, KEY_BUCKET);
            try (Cursor cursor = image.records(bucket)) {
                while (cursor.next()) {
                    byte[] key = cursor.key();
                    byte[] value = cursor.value();
                    crc.update(key);
                    crc.update(value);
                    if (isKeyBucket) {
                        live.add(key, value);
                    }
                }
            }
        }
        byte[] version = image.get(Bucket.META, STORAGE_VERSION);
        return new ImageStatus(
                (int) crc.getValue(),
                live.revision,
                live.keys.size(),
                image.sizeBytes(),
                version == null ? "" : new String(version, StandardCharsets.UTF_8));
    }

    /** A put makes its key live, a tombstone (18 bytes, the last {@code t}) ends it; records come in order of time. */
    private static final class LiveKeys {
        private final Set<ByteBuffer> keys = new HashSet<>();
        private long revision;

        private void add(byte[] record, byte[] value) {
            boolean tombstone = record.length == REVISION_BYTES + 1 && record[REVISION_BYTES] == 't';
            if (record.length != REVISION_BYTES && !tombstone || record[8] != '_') {
                throw new ImageException(
                        "cannot parse revision key: " + HexFormat.of().formatHex(record));
            }
            revision = ByteBuffer.wrap(record).getLong(0);
            try {
                ByteBuffer key = KeyValue.parseFrom(value).getKey().asReadOnlyByteBuffer();
                if (tombstone) {
                    keys.remove(key);
                } else {
                    keys.add(key);
                }
            } catch (InvalidProtocolBufferException e) {
                throw new ImageException(
                        "cannot unmarshal value, key: " + HexFormat.of().formatHex(record) + ": " + e.getMessage());
            }
        }
    }
}
