// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.image;

import static dev.cairn.node.image.Images.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.Cursor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageRoundTripTest {
    @TempDir
    Path dir;

    @Test
    void emptyStoreHasAllTenBucketsInThreePages() throws IOException {
        Path file = Images.write(new MemoryTables(), dir.resolve("empty"));
        assertThat(file).hasSize(3 * 4096);
        try (ImageReader image = ImageReader.open(file)) {
            assertThat(image.bucketNames()).hasSize(10).contains(bytes("meta"), bytes("members_removed"));
            assertThat(image.check()).isEmpty();
            Images.assertSameRecords(image, new MemoryTables());
            assertThat(image.get(Bucket.KEY, bytes("x"))).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomTreesComeBackAsTheyWere(long seed) throws IOException {
        Random random = new Random(seed);
        MemoryTables tables = new MemoryTables();
        for (Bucket bucket : Bucket.values()) {
            int records = random.nextInt(4) == 0 ? 0 : random.nextInt(1 << random.nextInt(12));
            for (int i = 0; i < records; i++) {
                byte[] key = new byte[1 + random.nextInt(1 << random.nextInt(10))];
                byte[] value = new byte[random.nextInt(1 << random.nextInt(13))];
                random.nextBytes(key);
                random.nextBytes(value);
                tables.put(bucket, key, value);
            }
        }
        assertComesBack(tables);
    }

    /** A leaf's first element: 16 bytes of header, 16 of element, 17 of key; what is left of 4096 is 4047. */
    @Test
    void recordsAroundThePageBoundaryComeBack() throws IOException {
        for (int valueBytes = 4040; valueBytes <= 4055; valueBytes++) {
            for (int trailing = 0; trailing < 3; trailing++) {
                MemoryTables tables = new MemoryTables();
                tables.put(Bucket.KEY, Images.revision(2, 0), new byte[valueBytes]);
                for (int i = 0; i < trailing; i++) {
                    tables.put(Bucket.KEY, Images.revision(3 + i, 0), new byte[0]);
                }
                assertComesBack(tables);
            }
        }
        MemoryTables exact = new MemoryTables().put(Bucket.KEY, Images.revision(2, 0), new byte[4047]);
        assertThat(new ImageWriter(exact).sizeBytes()).isEqualTo(4 * 4096);
        MemoryTables oneMore = new MemoryTables().put(Bucket.KEY, Images.revision(2, 0), new byte[4048]);
        assertThat(new ImageWriter(oneMore).sizeBytes()).isEqualTo(5 * 4096);
    }

    @Test
    void largeValuesTakeOverflowPages() throws IOException {
        MemoryTables tables = new MemoryTables();
        for (int i = 0; i < 20; i++) {
            byte[] value = new byte[i % 3 == 0 ? 200 * 1024 + i : 40];
            new Random(i).nextBytes(value);
            tables.put(Bucket.KEY, Images.revision(2 + i, 0), value);
        }
        assertComesBack(tables);
    }

    @Test
    void longestKeysStillGiveATreeOfFewLevels() throws IOException {
        MemoryTables tables = new MemoryTables();
        for (int i = 0; i < 9; i++) {
            byte[] key = new byte[32768];
            key[0] = (byte) i;
            tables.put(Bucket.AUTH_USERS, key, bytes("user"));
        }
        assertComesBack(tables);
    }

    @Test
    void emptyAndOverlongKeysAreRefused() {
        MemoryTables tooLong = new MemoryTables().put(Bucket.KEY, new byte[32769], new byte[0]);
        assertThatThrownBy(() -> new ImageWriter(tooLong)).hasMessageContaining("32769 bytes");
        MemoryTables empty = new MemoryTables().put(Bucket.KEY, new byte[0], new byte[0]);
        assertThatThrownBy(() -> new ImageWriter(empty)).hasMessageContaining("0 bytes");
    }

    @Test
    void moreKeysThanAPageCountHoldsComeBackInOrderAndByKey() throws IOException {
        MemoryTables tables = new MemoryTables();
        for (int i = 0; i < 70_000; i++) {
            tables.put(Bucket.KEY, Images.revision(i, i % 7), bytes("v" + i));
        }
        Path file = assertComesBack(tables);
        try (ImageReader image = ImageReader.open(file)) {
            Random random = new Random(7);
            for (int i = 0; i < 500; i++) {
                byte[] key = Images.revision(random.nextInt(71_000), random.nextInt(8));
                assertThat(image.get(Bucket.KEY, key)).isEqualTo(tables.get(Bucket.KEY, key));
                byte[] to = Images.revision(random.nextInt(71_000), 0);
                assertSameRange(image, tables, key, to);
            }
        }
    }

    private static void assertSameRange(ImageReader image, MemoryTables tables, byte[] a, byte[] b) {
        byte[] from = java.util.Arrays.compareUnsigned(a, b) < 0 ? a : b;
        byte[] to = from == a ? b : a;
        try (Cursor ours = image.scan(Bucket.KEY, from, to);
                Cursor theirs = tables.scan(Bucket.KEY, from, to)) {
            int compared = 0;
            while (theirs.next() && compared++ < 300) {
                assertThat(ours.next()).isTrue();
                assertThat(ours.key()).isEqualTo(theirs.key());
            }
            assertThat(compared > 300 || !ours.next()).isTrue();
        }
    }

    private Path assertComesBack(MemoryTables tables) throws IOException {
        Path file = Images.write(tables, dir.resolve("image"));
        try (ImageReader image = ImageReader.open(file)) {
            assertThat(image.check()).isEmpty();
            Images.assertSameRecords(image, tables);
            for (Bucket bucket : Bucket.values()) {
                byte[] last = tables.table(bucket).isEmpty()
                        ? null
                        : tables.table(bucket).lastKey();
                assertThat(image.lastKey(bucket)).isEqualTo(last);
            }
            assertThat(Images.hash(image)).isEqualTo(Images.hash(tables));
            Path again = Images.write(image, dir.resolve("again"));
            assertThat(Files.mismatch(file, again)).isEqualTo(-1);
        }
        return file;
    }
}
