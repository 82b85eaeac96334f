// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.read;

import dev.cairn.node.mvcc.index.KeyEntry;
import dev.cairn.node.mvcc.index.StoredRevision;
import dev.cairn.node.wire.EtcdError;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * Records for one answer. The index knows their lengths: {@code room} is asked before they are read, and without it the
 * answer is refused as RESPONSE_TOO_LARGE.
 */
public record BoundedRecords(Records records, LongPredicate room) implements Records {
    @Override
    public byte[] of(KeyEntry head) {
        return records.of(head);
    }

    @Override
    public List<byte[]> ofAll(List<KeyEntry> heads) {
        long bytes = 0;
        for (KeyEntry each : heads) {
            bytes += each.recordBytes();
        }
        require(bytes);
        return records.ofAll(heads);
    }

    @Override
    public List<byte[]> at(List<StoredRevision> revisions) {
        require(revisions.stream().mapToLong(StoredRevision::recordBytes).sum());
        return records.at(revisions);
    }

    private void require(long bytes) {
        if (!room.test(bytes)) {
            throw EtcdError.RESPONSE_TOO_LARGE.exception();
        }
    }
}
