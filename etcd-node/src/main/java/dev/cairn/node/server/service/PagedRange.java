// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.service;

import com.google.protobuf.ByteString;
import dev.cairn.node.apply.Headers;
import dev.cairn.node.mvcc.read.KeyValues;
import dev.cairn.node.mvcc.read.RangeResult;
import dev.cairn.node.server.RangeChunks;
import dev.cairn.node.server.Reply;
import dev.cairn.node.server.stage.Replies;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.splice.EncodedRange;
import dev.cairn.node.wire.splice.EncodedRangeChunk;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * A range read page by page at the revision of its first page, as etcd's {@code rangeStream} does: ten keys at first,
 * then twice or half as many until a page has about {@code targetBytes}. Header, count and more are told by the last
 * message only; its revision is the store's when the stream began.
 */
public final class PagedRange implements RangeChunks {
    private static final long FIRST_KEYS = 10;

    private final PageReader pages;
    private final Headers headers;
    private final int targetBytes;
    private final FairReads readers;
    private RangeRequest page;
    private long keysLeft;
    private long startRevision;
    private long count;

    /** Reads one page, asking for room for its records. */
    @FunctionalInterface
    public interface PageReader {
        RangeResult read(RangeRequest page, LongPredicate room);
    }

    /** {@code request}: one that {@link RequestChecks#rangeStream} let pass. */
    public PagedRange(RangeRequest request, PageReader pages, Headers headers, int targetBytes, FairReads readers) {
        this.pages = pages;
        this.headers = headers;
        this.targetBytes = targetBytes;
        this.readers = readers;
        this.keysLeft = request.getLimit() <= 0 ? Long.MAX_VALUE : request.getLimit();
        this.page = request.toBuilder().setLimit(Math.min(FIRST_KEYS, keysLeft)).build();
    }

    @Override
    public void next(Reply<Chunk> reply) {
        readers.execute(reply.client(), () -> Replies.guard(reply, () -> reply.doneHere(read(reply::hasRoomFor))));
    }

    private Chunk read(LongPredicate room) {
        RangeResult result = pages.read(page, room);
        if (startRevision == 0) {
            startRevision = result.revision();
            count = result.count();
        }
        List<byte[]> kvs = result.kvs();
        keysLeft -= kvs.size();
        boolean last = !result.more() || keysLeft == 0;
        if (!last) {
            turnPage(kvs);
        }
        return new Chunk(
                new EncodedRangeChunk(
                        last
                                ? new EncodedRange(headers.at(startRevision), kvs, result.more(), count)
                                : new EncodedRange(null, kvs, false, 0)),
                last);
    }

    private void turnPage(List<byte[]> kvs) {
        long bytes = 0;
        for (byte[] record : kvs) {
            bytes += record.length;
        }
        long keys = page.getLimit();
        if (bytes < targetBytes / 2) {
            keys *= 2;
        } else if (bytes > 2L * targetBytes) {
            keys = Math.max(1, keys / 2);
        }
        long revision = page.getRevision() <= 0 ? startRevision : page.getRevision();
        page = page.toBuilder()
                .setKey(behind(kvs.getLast()))
                .setRevision(revision)
                .setLimit(Math.min(keys, keysLeft))
                .build();
    }

    private static ByteString behind(byte[] record) {
        return ByteString.copyFrom(KeyValues.key(record)).concat(ByteString.copyFrom(new byte[1]));
    }
}
