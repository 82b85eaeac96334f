// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.image;

import static dev.cairn.node.image.Images.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.storage.Bucket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageDamageTest {
    @TempDir
    Path dir;

    private byte[] sound;
    private int soundHash;

    @BeforeEach
    void makeASmallImageWithBranches() throws IOException {
        MemoryTables tables = new MemoryTables();
        for (int i = 0; i < 60; i++) {
            String key = "k" + i % 9;
            tables.put(Bucket.KEY, Images.revision(2 + i, 0), Images.keyValue(key, 2 + i, new byte[100]));
        }
        tables.put(Bucket.META, bytes("storageVersion"), bytes("3.7.0"));
        tables.put(Bucket.CLUSTER, bytes("clusterVersion"), bytes("3.7.0"));
        sound = Files.readAllBytes(Images.write(tables, dir.resolve("sound")));
        soundHash = Images.hash(tables);
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        for (int length = 0; length < sound.length; length += length % 4096 > 64 && length % 4096 < 4000 ? 97 : 1) {
            byte[] cut = Arrays.copyOf(sound, length);
            assertThatThrownBy(() -> read(cut)).as("%d bytes", cut.length).isInstanceOf(ImageException.class);
        }
    }

    /** Every bit of the metas and of each page's header and first elements; a sample elsewhere. */
    @Test
    void everyBitFlipIsRefusedOrHarmlessOrChangesOnlyARecordsBytes() throws IOException {
        int refused = 0;
        int unchanged = 0;
        int changed = 0;
        for (int at = 0; at < sound.length; at += at % 4096 < 96 ? 1 : 29) {
            for (int bit = 0; bit < 8; bit += at % 4096 < 32 || at < 8192 ? 1 : 8) {
                byte[] flipped = sound.clone();
                flipped[at] ^= (byte) (1 << bit);
                try {
                    if (read(flipped) == soundHash) {
                        unchanged++;
                    } else {
                        changed++;
                        assertThat(at)
                                .as("flip of a meta page changes no content")
                                .isGreaterThanOrEqualTo(2 * 4096);
                    }
                } catch (ImageException e) {
                    refused++;
                }
            }
        }
        assertThat(List.of(refused, unchanged, changed))
                .allSatisfy(each -> assertThat(each).isPositive());
    }

    @Test
    void everyBitFlipOfASnapshotWithDigestIsFound() throws IOException {
        Path file = dir.resolve("snapshot");
        byte[] digest = SnapshotFile.sha256().digest(sound);
        byte[] whole = Arrays.copyOf(sound, sound.length + 32);
        System.arraycopy(digest, 0, whole, sound.length, 32);
        Files.write(file, whole);
        SnapshotFile snapshot = new SnapshotFile(file);
        assertThat(snapshot.hasDigest()).isTrue();
        assertThat(snapshot.imageBytes()).isEqualTo(sound.length);
        assertThat(snapshot.digests().match()).isTrue();
        for (int at = 0; at < whole.length; at += at < sound.length ? 211 : 1) {
            whole[at] ^= 0x10;
            Files.write(file, whole);
            assertThat(new SnapshotFile(file).digests().match())
                    .as("byte %d", at)
                    .isFalse();
            whole[at] ^= 0x10;
        }
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        assertThat(new SnapshotFile(file).hasDigest()).isFalse();
    }

    @Test
    void olderMetaServesWhenTheNewerIsDamaged() throws IOException {
        byte[] damaged = sound.clone();
        damaged[30] ^= 1;
        assertThat(read(damaged)).isEqualTo(soundHash);
        damaged[4096 + 30] ^= 1;
        assertThatThrownBy(() -> read(damaged)).hasMessageContaining("neither meta page is valid");
    }

    @Test
    void imageOfTheOtherByteOrderIsNamed() {
        byte[] swapped = new byte[3 * 4096];
        ByteBuffer.wrap(swapped).putInt(16, 0xED0CDAED);
        assertThatThrownBy(() -> read(swapped)).hasMessageContaining("byte order");
    }

    @Test
    void treeThatReachesItselfEndsInAnError() throws IOException {
        ByteBuffer image = ByteBuffer.wrap(sound.clone()).order(ByteOrder.LITTLE_ENDIAN);
        int branch = IntStream.range(2, sound.length / 4096)
                .filter(page -> image.getShort(page * 4096 + 8) == PageFormat.BRANCH)
                .findFirst()
                .orElseThrow();
        image.putLong(branch * 4096 + 24, branch);
        assertThatThrownBy(() -> read(image.array())).hasMessageContaining("levels deep");
    }

    @Test
    void pageReachedTwiceIsFound() throws IOException {
        ByteBuffer image = ByteBuffer.wrap(sound.clone()).order(ByteOrder.LITTLE_ENDIAN);
        int branch = IntStream.range(2, sound.length / 4096)
                .filter(page -> image.getShort(page * 4096 + 8) == PageFormat.BRANCH)
                .findFirst()
                .orElseThrow();
        long second = image.getLong(branch * 4096 + 40);
        image.putLong(branch * 4096 + 24, second);
        Path file = Files.write(dir.resolve("twice"), image.array());
        try (ImageReader reader = ImageReader.open(file)) {
            assertThat(reader.check()).anyMatch(each -> each.contains("page " + second + ": multiple references"));
        }
    }

    /** Opens, walks everything, and returns the hash of what was read. */
    private int read(byte[] image) throws IOException {
        Path file = Files.write(dir.resolve("damaged"), image);
        try (ImageReader reader = ImageReader.open(file)) {
            int hash = Images.hash(reader);
            List<String> findings = reader.check();
            if (!findings.isEmpty()) {
                throw new ImageException(findings.getFirst());
            }
            return hash;
        }
    }
}
