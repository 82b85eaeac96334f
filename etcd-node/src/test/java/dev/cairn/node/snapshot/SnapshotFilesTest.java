// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.Snapshot;
import dev.cairn.node.raft.SnapshotMetadata;
import dev.cairn.node.testkit.PowerCut;
import dev.cairn.node.testkit.SimDisk;
import dev.cairn.node.wal.WalSnapshot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SnapshotFilesTest {
    private static final Path DIRECTORY = Path.of("/data/member/snap");
    private final SimDisk disk = new SimDisk();
    private final SnapshotFiles files = new SnapshotFiles(disk, DIRECTORY);
    private final ReceivedImages images = new ReceivedImages(disk, DIRECTORY);

    @BeforeEach
    void makeDirectory() throws IOException {
        disk.createDirectory(DIRECTORY);
        for (Path at = DIRECTORY; at != null; at = at.getParent()) {
            disk.fsyncDirectory(at);
        }
    }

    private static Snapshot snapshot(long term, long index) {
        return new Snapshot(
                new SnapshotMetadata(ConfState.ofVoters(List.of(1L)), index, term), new byte[] {1, 2, (byte) index});
    }

    private static WalSnapshot point(long term, long index) {
        return new WalSnapshot(index, term, ConfState.EMPTY);
    }

    @Test
    void theNewestThatTheLogKnowsIsLoaded() throws Exception {
        files.save(snapshot(1, 10));
        files.save(snapshot(2, 20));
        files.save(snapshot(2, 0x1f0));
        assertThat(disk.list(DIRECTORY))
                .containsExactly(
                        "0000000000000001-000000000000000a.snap",
                        "0000000000000002-0000000000000014.snap",
                        "0000000000000002-00000000000001f0.snap");
        assertThat(files.loadNewest(List.of(point(1, 10), point(2, 20))).orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(snapshot(2, 20));
        assertThat(files.loadNewest(List.of(point(3, 20)))).isEmpty();
        files.purge(1);
        assertThat(disk.list(DIRECTORY)).containsExactly("0000000000000002-00000000000001f0.snap");
    }

    @Test
    void aFlippedBitDoesNothingOrSendsTheFileIntoQuarantine() throws Exception {
        Path newest = DIRECTORY.resolve("0000000000000002-0000000000000014.snap");
        Path broken = newest.resolveSibling(newest.getFileName() + ".broken");
        files.save(snapshot(1, 10));
        files.save(snapshot(2, 20));
        int size = disk.contents(newest).length;
        int quarantined = 0;
        for (int bit = 0; bit < 8 * size; bit++) {
            disk.corrupt(newest, bit / 8, 1 << bit % 8);
            Snapshot loaded =
                    files.loadNewest(List.of(point(1, 10), point(2, 20))).orElseThrow();
            boolean gone = disk.exists(broken);
            assertThat(loaded).usingRecursiveComparison().isEqualTo(gone ? snapshot(1, 10) : snapshot(2, 20));
            if (gone) {
                disk.rename(broken, newest);
                quarantined++;
            }
            disk.corrupt(newest, bit / 8, 1 << bit % 8);
        }
        // The checksum is a number of 32 bits in five bytes of seven.
        assertThat(quarantined).isGreaterThanOrEqualTo(8 * size - 4);
    }

    @Test
    void aFileCutShortSendsItIntoQuarantine() throws Exception {
        files.save(snapshot(2, 20));
        Path only = DIRECTORY.resolve("0000000000000002-0000000000000014.snap");
        for (int size = disk.contents(only).length - 1; size >= 0; size--) {
            disk.resize(only, size);
            assertThat(files.loadNewest(List.of(point(2, 20)))).isEmpty();
            disk.rename(only.resolveSibling(only.getFileName() + ".broken"), only);
        }
    }

    @Test
    void powerCutsLeaveTheOldOrTheNewAndNoHalf() throws Exception {
        for (int seed = 0; seed < 200; seed++) {
            files.save(snapshot(1, 10));
            disk.cutPowerAfter(1 + seed % 6);
            try {
                files.save(snapshot(2, 20));
                disk.cutPowerAfter(1);
                disk.exists(DIRECTORY);
            } catch (PowerCut expected) {
                assertThat(expected).hasMessage("power cut");
            }
            disk.restart(new Random(seed));
            images.deleteInterrupted();
            long index = files.loadNewest(List.of(point(1, 10), point(2, 20)))
                    .orElseThrow()
                    .metadata()
                    .index();
            assertThat(index).isIn(10L, 20L);
            assertThat(disk.list(DIRECTORY)).noneMatch(each -> each.endsWith(".broken"));
            files.purge(0);
        }
    }

    @Test
    void imagesAppearWhole() throws Exception {
        byte[] image = new byte[3_000_000];
        new Random(1).nextBytes(image);
        assertThat(images.save(0x2a, new ByteArrayInputStream(image))).isEqualTo(image.length);
        Path path = images.find(0x2a).orElseThrow();
        assertThat(path.getFileName()).hasToString("000000000000002a.snap.db");
        assertThat(disk.contents(path)).isEqualTo(image);
        disk.restart(new Random(1));
        assertThat(disk.contents(path)).isEqualTo(image);
        images.releaseBelow(0x2a);
        assertThat(images.find(0x2a)).isPresent();
        images.releaseBelow(0x2b);
        assertThat(images.find(0x2a)).isEmpty();
    }

    @Test
    void anInterruptedImageLeavesNothing() throws Exception {
        InputStream breaks = new InputStream() {
            private int left = 2_000_000;

            @Override
            public int read() throws IOException {
                if (left == 0) {
                    throw new IOException("connection reset");
                }
                left--;
                return 7;
            }
        };
        assertThatThrownBy(() -> images.save(7, breaks)).hasMessage("connection reset");
        assertThat(images.find(7)).isEmpty();
        assertThat(disk.list(DIRECTORY)).isEmpty();
    }
}
