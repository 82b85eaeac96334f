// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Backend} must do; one subclass per implementation. */
public abstract class BackendContractTest {
    private Backend backend;

    protected abstract Backend open() throws Exception;

    /** The store as a restart finds it after a crash of {@code backend}. */
    protected abstract Backend afterCrash(Backend backend) throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        backend = open();
    }

    @AfterEach
    void closeStore() {
        backend.close();
    }

    @Test
    void committedRecordsAreReadInTheirBucketOnly() {
        put(Bucket.META, "a", "1");
        put(Bucket.MEMBERS, "a", "2");
        put(Bucket.KEY, "a", "3");
        assertThat(text(backend.get(Bucket.META, bytes("a")))).isEqualTo("1");
        assertThat(text(backend.get(Bucket.MEMBERS, bytes("a")))).isEqualTo("2");
        assertThat(text(backend.get(Bucket.KEY, bytes("a")))).isEqualTo("3");
        assertThat(backend.get(Bucket.AUTH, bytes("a"))).isNull();
    }

    @Test
    void emptyValuesAreKeptAndToldFromNone() {
        put(Bucket.ALARM, "k", "");
        assertThat(backend.get(Bucket.ALARM, bytes("k"))).isEmpty();
        assertThat(backend.get(Bucket.ALARM, bytes("j"))).isNull();
    }

    @Test
    void manyAreReadInTheOrderAskedFor() {
        for (Bucket bucket : List.of(Bucket.KEY, Bucket.LEASE)) {
            put(bucket, "b", "2");
            put(bucket, "a", "1");
            assertThat(backend.multiGet(bucket, List.of(bytes("b"), bytes("x"), bytes("a"))))
                    .containsExactly(bytes("2"), null, bytes("1"));
            assertThat(backend.multiGet(bucket, List.of())).isEmpty();
        }
    }

    @Test
    void aBatchSeesItsOwnChangesAndOthersDoNotUntilItCommits() {
        put(Bucket.KEY, "gone", "1");
        try (WriteTx tx = backend.begin()) {
            tx.put(Bucket.KEY, bytes("k"), bytes("v"));
            tx.delete(Bucket.KEY, bytes("gone"));
            assertThat(text(tx.get(Bucket.KEY, bytes("k")))).isEqualTo("v");
            assertThat(tx.get(Bucket.KEY, bytes("gone"))).isNull();
            assertThat(tx.get(Bucket.META, bytes("k"))).isNull();
            tx.put(Bucket.KEY, bytes("k"), bytes("w"));
            assertThat(text(tx.get(Bucket.KEY, bytes("k")))).isEqualTo("w");
            assertThat(backend.get(Bucket.KEY, bytes("k"))).isNull();
            tx.commit();
        }
        assertThat(text(backend.get(Bucket.KEY, bytes("k")))).isEqualTo("w");
        assertThat(backend.get(Bucket.KEY, bytes("gone"))).isNull();
    }

    @Test
    void aClosedBatchLeavesNothing() {
        try (WriteTx tx = backend.begin()) {
            tx.put(Bucket.KEY, bytes("k"), bytes("v"));
        }
        assertThat(backend.get(Bucket.KEY, bytes("k"))).isNull();
    }

    @Test
    void aFinishedBatchRefusesMore() {
        WriteTx tx = backend.begin();
        tx.commit();
        assertThatThrownBy(() -> tx.put(Bucket.KEY, bytes("k"), bytes("v"))).isInstanceOf(IllegalStateException.class);
        tx.close();
    }

    @Test
    void walksAreInUnsignedByteOrderAndStayInTheBucket() {
        for (Bucket bucket : Bucket.values()) {
            for (int i = 0; i < 256; i += 51) {
                put(bucket, new byte[] {(byte) i}, bytes(bucket.bucketName() + i));
            }
        }
        for (Bucket bucket : Bucket.values()) {
            assertThat(walk(bucket, new byte[0], null))
                    .as(bucket.bucketName())
                    .containsExactly("0", "51", "102", "153", "204", "255");
            assertThat(walk(bucket, new byte[] {51}, new byte[] {(byte) 204})).containsExactly("51", "102", "153");
            assertThat(walk(bucket, new byte[] {52}, new byte[] {52})).isEmpty();
        }
    }

    @Test
    void aViewDoesNotMove() {
        put(Bucket.KEY, new byte[] {1}, bytes("old"));
        try (ReadTx view = backend.read()) {
            put(Bucket.KEY, new byte[] {1}, bytes("new"));
            put(Bucket.KEY, new byte[] {2}, bytes("new"));
            assertThat(text(view.get(Bucket.KEY, new byte[] {1}))).isEqualTo("old");
            assertThat(view.get(Bucket.KEY, new byte[] {2})).isNull();
            List<byte[]> seen = new ArrayList<>();
            try (Cursor cursor = view.scan(Bucket.KEY, new byte[0], null)) {
                while (cursor.next()) {
                    seen.add(cursor.value());
                }
            }
            assertThat(seen).containsExactly(bytes("old"));
        }
    }

    @Test
    void aCrashLosesWhatWasNotFlushedInAllBucketsAlike() throws Exception {
        put(Bucket.KEY, "a", "1");
        put(Bucket.META, "a", "1");
        backend.flush();
        put(Bucket.KEY, "a", "2");
        put(Bucket.META, "a", "2");
        assertThat(text(backend.getFlushed(Bucket.KEY, bytes("a")))).isEqualTo("1");
        assertThat(text(backend.getFlushed(Bucket.META, bytes("a")))).isEqualTo("1");
        assertThat(backend.getFlushed(Bucket.META, bytes("b"))).isNull();
        backend = afterCrash(backend);
        assertThat(text(backend.get(Bucket.KEY, bytes("a")))).isEqualTo("1");
        assertThat(text(backend.get(Bucket.META, bytes("a")))).isEqualTo("1");
    }

    @Test
    void aLoadedBucketIsDurableBesideWhatIsCommittedLater() throws Exception {
        put(Bucket.META, "b", "1");
        backend.load(Bucket.KEY, walk(List.of("a", "b", "c")));
        backend.load(Bucket.LEASE, walk(List.of("a")));
        backend.load(Bucket.AUTH, walk(List.of()));
        put(Bucket.KEY, "b", "new");
        assertThat(text(backend.get(Bucket.KEY, bytes("b")))).isEqualTo("new");
        backend = afterCrash(backend);
        assertThat(text(backend.get(Bucket.KEY, bytes("a")))).isEqualTo("value of a");
        assertThat(text(backend.get(Bucket.KEY, bytes("b")))).isEqualTo("value of b");
        assertThat(text(backend.get(Bucket.LEASE, bytes("a")))).isEqualTo("value of a");
        assertThat(backend.get(Bucket.LEASE, bytes("b"))).isNull();
        assertThat(backend.get(Bucket.AUTH, bytes("a"))).isNull();
    }

    @Test
    void unflushedBytesGrowWithCommitsAndEndWithAFlush() {
        assertThat(backend.unflushedBytes()).isZero();
        put(Bucket.KEY, new byte[] {1}, new byte[1000]);
        assertThat(backend.unflushedBytes()).isBetween(1000L, 1100L);
        backend.flush();
        assertThat(backend.unflushedBytes()).isZero();
    }

    @Test
    void sizeIsNeverZeroAndReclaimKeepsEveryRecord() {
        assertThat(backend.sizeBytes()).isPositive();
        put(Bucket.KEY, "a", "1");
        put(Bucket.META, "a", "2");
        backend.flush();
        backend.reclaim();
        assertThat(text(backend.get(Bucket.KEY, bytes("a")))).isEqualTo("1");
        assertThat(text(backend.get(Bucket.META, bytes("a")))).isEqualTo("2");
        assertThat(backend.sizeBytes()).isPositive();
    }

    @Test
    void aClosedStoreSaysSo() {
        backend.close();
        assertThatThrownBy(() -> backend.get(Bucket.KEY, bytes("a")))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("closed");
    }

    private static Cursor walk(List<String> keys) {
        Iterator<String> each = keys.iterator();
        return new Cursor() {
            private String at;

            @Override
            public boolean next() {
                at = each.hasNext() ? each.next() : null;
                return at != null;
            }

            @Override
            public byte[] key() {
                return bytes(at);
            }

            @Override
            public byte[] value() {
                return bytes("value of " + at);
            }

            @Override
            public void close() {}
        };
    }

    private List<String> walk(Bucket bucket, byte[] from, byte[] to) {
        List<String> seen = new ArrayList<>();
        try (ReadTx view = backend.read();
                Cursor cursor = view.scan(bucket, from, to)) {
            while (cursor.next()) {
                int key = Byte.toUnsignedInt(cursor.key()[0]);
                assertThat(text(cursor.value())).isEqualTo(bucket.bucketName() + key);
                seen.add(Integer.toString(key));
            }
        }
        return seen;
    }

    private void put(Bucket bucket, String key, String value) {
        put(bucket, bytes(key), bytes(value));
    }

    private void put(Bucket bucket, byte[] key, byte[] value) {
        try (WriteTx tx = backend.begin()) {
            tx.put(bucket, key, value);
            tx.commit();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return bytes == null ? null : new String(Arrays.copyOf(bytes, bytes.length), StandardCharsets.UTF_8);
    }
}
