// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.image;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.Cursor;
import dev.cairn.node.storage.ReadTx;
import dev.cairn.node.wire.mvccpb.KeyValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * etcd's HashKV of an image, without a server: equal to what the member answered for the same revision and compact
 * revision. Holds the user's keys in memory while it computes.
 *
 * @param hash CRC-32C over the records that no compaction may have dropped
 * @param hashRevision the revision up to which was hashed
 * @param compactRevision -1 before the first compaction; one that was asked for counts, done or not
 * @param currentRevision the image's last revision
 */
public record ImageKvHash(int hash, long hashRevision, long compactRevision, long currentRevision) {
    private static final byte[] FIRST = new byte[0];
    private static final int PUT_KEY_BYTES = 17;

    /** {@code revision} 0 means the last. Refuses one that is compacted or in the future, in etcd's words. */
    public static ImageKvHash of(ImageReader image, long revision) {
        long compacted = compactRevision(image);
        byte[] last = image.lastKey(Bucket.KEY);
        long current = Math.max(1, Math.max(compacted, last == null ? 1 : main(last)));
        long at = revision == 0 ? current : revision;
        if (at > current) {
            throw new ImageException("mvcc: required revision is a future revision");
        }
        if (at < compacted) {
            throw new ImageException("mvcc: required revision has been compacted");
        }
        Set<ByteBuffer> live = compacted < 0 ? Set.of() : liveRecords(image, at);
        return new ImageKvHash(hash(image, at, compacted, live), at, compacted, current);
    }

    private static long compactRevision(ReadTx image) {
        long revision = -1;
        for (String mark : new String[] {"scheduledCompactRev", "finishedCompactRev"}) {
            byte[] value = image.get(Bucket.META, mark.getBytes(StandardCharsets.UTF_8));
            revision = Math.max(revision, value == null ? -1 : main(value));
        }
        return revision;
    }

    /** The records that hold each living key's latest put up to a revision. */
    private static Set<ByteBuffer> liveRecords(ReadTx image, long revision) {
        Map<ByteBuffer, ByteBuffer> latest = new HashMap<>();
        try (Cursor cursor = image.scan(Bucket.KEY, FIRST, end(revision))) {
            while (cursor.next()) {
                ByteBuffer record = ByteBuffer.wrap(cursor.key());
                ByteBuffer key = KeyValue.parseFrom(cursor.value()).getKey().asReadOnlyByteBuffer();
                if (record.capacity() == PUT_KEY_BYTES) {
                    latest.put(key, record);
                } else {
                    latest.remove(key);
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw new ImageException("a record of bucket key is no key-value: " + e.getMessage());
        }
        return new HashSet<>(latest.values());
    }

    private static int hash(ReadTx image, long revision, long compacted, Set<ByteBuffer> live) {
        CRC32C crc = new CRC32C();
        crc.update(Bucket.KEY.bucketName().getBytes(StandardCharsets.UTF_8));
        try (Cursor cursor = image.scan(Bucket.KEY, FIRST, end(revision))) {
            while (cursor.next()) {
                byte[] record = cursor.key();
                if (main(record) > compacted || survives(record, compacted, live)) {
                    crc.update(record);
                    crc.update(cursor.value());
                }
            }
        }
        return (int) crc.getValue();
    }

    /** A tombstone at the compact revision never counts: old versions of etcd delete it, newer ones keep it. */
    private static boolean survives(byte[] record, long compacted, Set<ByteBuffer> live) {
        boolean mayBeGone = !live.isEmpty() && !live.contains(ByteBuffer.wrap(record));
        return !mayBeGone && !(record.length > PUT_KEY_BYTES && main(record) == compacted);
    }

    private static long main(byte[] record) {
        if (record.length < PUT_KEY_BYTES) {
            throw new ImageException("a record of bucket key has a key of " + record.length + " bytes");
        }
        return ByteBuffer.wrap(record).getLong();
    }

    private static byte[] end(long revision) {
        return ByteBuffer.allocate(PUT_KEY_BYTES)
                .putLong(revision + 1)
                .put((byte) '_')
                .putLong(0)
                .array();
    }
}
