// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.cairn.node.apply.Features;
import dev.cairn.node.apply.Headers;
import dev.cairn.node.lease.LessorSettings;
import dev.cairn.node.mvcc.MvccBatch;
import dev.cairn.node.mvcc.MvccStore;
import dev.cairn.node.mvcc.MvccTxn;
import dev.cairn.node.server.RangeChunks;
import dev.cairn.node.server.Reply;
import dev.cairn.node.storage.WriteTx;
import dev.cairn.node.testkit.MemoryBackend;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.EtcdException;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RangeResponse;
import dev.cairn.node.wire.etcdserverpb.RangeStreamResponse;
import dev.cairn.node.wire.etcdserverpb.ResponseHeader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A list in pages: what each of them says, how large it is, and that all are of one revision. */
class PagedRangeTest {
    private static final int KEYS = 100;
    private static final int VALUE_BYTES = 100;
    private static final RangeRequest ALL = RangeRequest.newBuilder()
            .setKey(ByteString.copyFromUtf8("k"))
            .setRangeEnd(ByteString.copyFromUtf8("l"))
            .build();

    private final MemoryBackend backend = new MemoryBackend();
    private final Features features = Features.open(backend, new LessorSettings(2), 1);
    private final MvccStore store = features.mvcc();
    private final List<EtcdError> errors = new ArrayList<>();

    @BeforeEach
    void fill() {
        for (int i = 0; i < KEYS; i++) {
            String key = key(i);
            write(txn -> txn.put(bytes(key), new byte[VALUE_BYTES], 0));
        }
    }

    @Test
    void pagesGrowUntilTheyAreLargeEnoughAndHoldEveryKeyOnce() {
        List<RangeResponse> pages = readAll(ALL, 30 * VALUE_BYTES);
        assertThat(pages).extracting(RangeResponse::getKvsCount).containsExactly(10, 20, 20, 20, 20, 10);
        assertThat(keys(pages)).containsExactlyElementsOf(keysTo(KEYS));
    }

    @Test
    void pagesOfLargeValuesShrinkToASingleKey() {
        assertThat(readAll(ALL, VALUE_BYTES / 3))
                .extracting(RangeResponse::getKvsCount)
                .startsWith(10, 5, 2, 1, 1, 1);
    }

    @Test
    void onlyTheLastPageHasHeaderCountAndMore() {
        List<RangeResponse> pages = readAll(ALL, 30 * VALUE_BYTES);
        RangeResponse last = pages.removeLast();
        assertThat(pages).allMatch(page -> !page.hasHeader() && page.getCount() == 0 && !page.getMore());
        assertThat(last.getHeader())
                .isEqualTo(ResponseHeader.newBuilder()
                        .setClusterId(1)
                        .setMemberId(2)
                        .setRaftTerm(3)
                        .setRevision(KEYS + 1)
                        .build());
        assertThat(last.getCount()).isEqualTo(KEYS);
        assertThat(last.getMore()).isFalse();
    }

    @Test
    void aLimitEndsItAndTheCountIsStillThatOfAll() {
        List<RangeResponse> pages = readAll(ALL.toBuilder().setLimit(15).build(), 30 * VALUE_BYTES);
        assertThat(keys(pages)).containsExactlyElementsOf(keysTo(15));
        assertThat(pages.getLast().getMore()).isTrue();
        assertThat(pages.getLast().getCount()).isEqualTo(KEYS);
        RangeResponse exact = readAll(ALL.toBuilder().setLimit(KEYS).build(), 30 * VALUE_BYTES)
                .getLast();
        assertThat(exact.getMore()).isFalse();
    }

    @Test
    void whatIsWrittenMeanwhileIsNotSeen() {
        PagedRange pages = pages(ALL, 30 * VALUE_BYTES);
        List<RangeResponse> read = new ArrayList<>(List.of(next(pages)));
        write(txn -> txn.put(bytes(key(50)), bytes("later"), 0));
        write(txn -> txn.deleteRange(bytes(key(60)), bytes("")));
        readRest(pages, read);
        assertThat(keys(read)).containsExactlyElementsOf(keysTo(KEYS));
        assertThat(read.getLast().getHeader().getRevision()).isEqualTo(KEYS + 1);
        assertThat(read)
                .allMatch(page ->
                        page.getKvsList().stream().allMatch(kv -> kv.getValue().size() == VALUE_BYTES));
    }

    @Test
    void anOlderRevisionIsReadAtThatOneAndTheHeaderHasTheStores() {
        List<RangeResponse> pages = readAll(ALL.toBuilder().setRevision(31).build(), 30 * VALUE_BYTES);
        assertThat(keys(pages)).containsExactlyElementsOf(keysTo(30));
        assertThat(pages.getLast().getHeader().getRevision()).isEqualTo(KEYS + 1);
        assertThat(pages.getLast().getCount()).isEqualTo(30);
    }

    @Test
    void aCompactionThatPassesItsRevisionEndsIt() {
        PagedRange pages = pages(ALL, 30 * VALUE_BYTES);
        next(pages);
        write(txn -> txn.put(bytes("other"), bytes("v"), 0));
        try (WriteTx tx = backend.begin()) {
            MvccBatch batch = store.begin(tx);
            batch.compact(KEYS + 2);
            tx.commit();
            batch.publish();
        }
        assertThat(next(pages)).isNull();
        assertThat(errors).containsExactly(EtcdError.COMPACTED);
    }

    @Test
    void aCountOrAnEmptyRangeIsOneMessage() {
        RangeResponse count = only(readAll(ALL.toBuilder().setCountOnly(true).build(), 10));
        assertThat(count.getCount()).isEqualTo(KEYS);
        assertThat(count.getKvsCount()).isZero();
        RangeResponse none = only(
                readAll(ALL.toBuilder().setKey(ByteString.copyFromUtf8("kz")).build(), 10));
        assertThat(none.getCount()).isZero();
        assertThat(none.hasHeader()).isTrue();
    }

    @Test
    void aPageWithoutRoomForItsRecordsIsRefused() {
        pages(ALL, 10).next(new Reply<>() {
            @Override
            public void done(RangeChunks.Chunk chunk) {
                throw new AssertionError("there was no room");
            }

            @Override
            public void failed(RuntimeException error) {
                errors.add(((EtcdException) error).error());
            }

            @Override
            public boolean hasRoomFor(long bytes) {
                return bytes < 10 * VALUE_BYTES;
            }
        });
        assertThat(errors).containsExactly(EtcdError.RESPONSE_TOO_LARGE);
    }

    private PagedRange pages(RangeRequest request, int targetBytes) {
        return new PagedRange(
                request,
                (page, room) -> store.read(view -> view.range(page), room),
                new Headers(1, 2, () -> 3),
                targetBytes,
                new FairReads(Runnable::run, 1));
    }

    private List<RangeResponse> readAll(RangeRequest request, int targetBytes) {
        List<RangeResponse> read = new ArrayList<>();
        readRest(pages(request, targetBytes), read);
        return read;
    }

    private void readRest(PagedRange pages, List<RangeResponse> into) {
        do {
            into.add(next(pages));
        } while (!into.getLast().hasHeader());
    }

    /** Null where it failed. */
    private RangeResponse next(PagedRange pages) {
        List<RangeResponse> told = new ArrayList<>();
        pages.next(new Reply<>() {
            @Override
            public void done(RangeChunks.Chunk chunk) {
                RangeResponse response = ((RangeStreamResponse) chunk.message().toMessage()).getRangeResponse();
                assertThat(chunk.last()).isEqualTo(response.hasHeader());
                told.add(response);
            }

            @Override
            public void failed(RuntimeException error) {
                errors.add(((EtcdException) error).error());
            }
        });
        return told.isEmpty() ? null : only(told);
    }

    private static <T> T only(List<T> list) {
        assertThat(list).hasSize(1);
        return list.getFirst();
    }

    private void write(Consumer<MvccTxn> work) {
        try (WriteTx tx = backend.begin()) {
            MvccBatch batch = store.begin(tx);
            MvccTxn txn = batch.txn();
            work.accept(txn);
            txn.end();
            tx.commit();
            batch.publish();
        }
    }

    private static List<String> keys(List<RangeResponse> pages) {
        return pages.stream()
                .flatMap(page -> page.getKvsList().stream())
                .map(kv -> kv.getKey().toStringUtf8())
                .toList();
    }

    private static List<String> keysTo(int count) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(key(i));
        }
        return keys;
    }

    private static String key(int number) {
        return "k%03d".formatted(number);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
