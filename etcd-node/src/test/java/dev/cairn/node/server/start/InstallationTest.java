// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.cairn.node.disk.FileDisk;
import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.HardState;
import dev.cairn.node.raft.SnapshotMetadata;
import dev.cairn.node.server.HistoryKept;
import dev.cairn.node.server.LeaseCheckpoints;
import dev.cairn.node.server.MemoryBudget;
import dev.cairn.node.server.Monitors;
import dev.cairn.node.server.Paces;
import dev.cairn.node.server.ServerConfig;
import dev.cairn.node.snapshot.ReceivedImages;
import dev.cairn.node.storage.Backend;
import dev.cairn.node.storage.BackendException;
import dev.cairn.node.storage.DataDirectory;
import dev.cairn.node.storage.StoreDirectory;
import dev.cairn.node.storage.rocksdb.RocksDbBackend;
import dev.cairn.node.storage.rocksdb.RocksDbOptions;
import dev.cairn.node.testkit.StoredKeys;
import dev.cairn.node.wal.WalDirectory;
import dev.cairn.node.wal.WalSnapshot;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A crash at each point between a received image and the store that was made of it: the old store or the new, whole. */
class InstallationTest {
    private static final StoreOpening OPENING = new StoreOpening(
            new ServerConfig(
                    "m1",
                    List.of("http://m1:2380"),
                    List.of("http://m1:2379"),
                    "3.7.0",
                    100,
                    10,
                    true,
                    true,
                    10_000,
                    5_000,
                    1 << 20,
                    128,
                    1,
                    0,
                    true,
                    HistoryKept.ALL,
                    600_000,
                    100_000_000,
                    new Monitors(false, 0, 0, 0),
                    LeaseCheckpoints.NONE),
            MemoryBudget.ofHeap(1L << 30));
    private static final int OLD_KEYS = 3;
    private static final int NEW_KEYS = 2_000;
    private static final SnapshotMetadata RECEIVED =
            new SnapshotMetadata(ConfState.ofVoters(List.of(1L, 2L)), 5_000, 4);

    @TempDir
    Path directory;

    private final FileDisk disk = new FileDisk();

    private enum Crash {
        WHILE_THE_IMAGE_COMES,
        BEFORE_THE_LOG_KNOWS_OF_IT,
        BEFORE_THE_STORE_IS_BEGUN,
        WHILE_THE_STORE_IS_FILLED,
        BEFORE_THE_POINTER_IS_SWITCHED,
        BEFORE_THE_IMAGE_IS_RELEASED;

        boolean isCommitted() {
            return compareTo(BEFORE_THE_LOG_KNOWS_OF_IT) > 0;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCrashLeavesTheOldStoreOrTheNewOne(Crash crash) throws IOException {
        byte[] image = image();
        crashAt(crash, image);
        for (int start = 0; start < 2; start++) {
            assertStartsWith(crash.isCommitted() ? NEW_KEYS : OLD_KEYS);
        }
        assertThat(names(directory.resolve("member/snap"))).noneMatch(name -> name.startsWith("tmp"));
        assertThat(names(directory.resolve("member/store"))).hasSize(2);
    }

    @Test
    void anImageCutOffAnywhereLeavesTheOldStore() throws IOException {
        byte[] image = image();
        begin();
        Random random = new Random(3);
        for (int cut = 0; cut < 20; cut++) {
            byte[] part = Arrays.copyOf(image, random.nextInt(image.length));
            Files.write(directory.resolve("member/snap/tmp-0000000000001388.snap.db"), part);
            assertStartsWith(OLD_KEYS);
        }
    }

    @Test
    void anImageThatRotsBeforeItIsInstalledIsRefusedByName() throws IOException {
        byte[] image = image();
        crashAt(Crash.BEFORE_THE_STORE_IS_BEGUN, image);
        Path path = directory.resolve("member/snap/0000000000001388.snap.db");
        for (int at = 0; at < image.length; at += image.length / 20) {
            byte[] rotten = image.clone();
            rotten[at] ^= 1;
            Files.write(path, rotten);
            assertThatThrownBy(() -> assertStartsWith(NEW_KEYS))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContainingAll(path.toString(), "put a good copy of the file back");
        }
        Files.write(path, image);
        assertStartsWith(NEW_KEYS);
    }

    private void crashAt(Crash crash, byte[] image) throws IOException {
        begin();
        try (DataDirectory data = DataDirectory.open(directory)) {
            if (crash == Crash.WHILE_THE_IMAGE_COMES) {
                Files.write(data.snap().resolve("tmp-0000000000001388.snap.db"), Arrays.copyOf(image, 10_000));
                return;
            }
            ReceivedImages images = new ReceivedImages(disk, data.snap());
            images.save(RECEIVED.index(), new ByteArrayInputStream(image));
            StoreDirectory store = store(data);
            Recovered recovered = recovery(data, store).restart(owner -> {});
            recovered.features().mvcc().close();
            if (crash.isCommitted()) {
                recovered.wal().append(new HardState(RECEIVED.term(), 0, RECEIVED.index()), List.of());
                recovered.wal().saveSnapshot(new WalSnapshot(RECEIVED.index(), RECEIVED.term(), RECEIVED.confState()));
            }
            recovered.wal().close();
            switch (crash) {
                case WHILE_THE_STORE_IS_FILLED -> {
                    try (Backend half = store.createFresh().backend()) {
                        StoredKeys.fill(half, NEW_KEYS / 2);
                    }
                }
                case BEFORE_THE_POINTER_IS_SWITCHED -> {
                    try (Backend whole = store.createFresh().backend()) {
                        StoredKeys.fill(whole, NEW_KEYS);
                    }
                    Files.writeString(data.store().resolve("current.part"), "0000");
                }
                case BEFORE_THE_IMAGE_IS_RELEASED ->
                    installer(data, store).install(RECEIVED).mvcc().close();
                default -> {}
            }
        }
    }

    private void begin() throws IOException {
        try (DataDirectory data = DataDirectory.open(directory)) {
            Recovered begun = recovery(data, store(data)).begin(new Origin(2, 7, List.of(), false));
            StoredKeys.fill(begun.features().backend(), OLD_KEYS);
            begun.features().mvcc().close();
            begun.wal().close();
        }
    }

    private void assertStartsWith(int keys) throws IOException {
        try (DataDirectory data = DataDirectory.open(directory)) {
            StoreDirectory store = store(data);
            new ReceivedImages(disk, data.snap()).deleteInterrupted();
            Recovered recovered = recovery(data, store).restart(owner -> {});
            ByteString all = ByteString.copyFrom(new byte[1]);
            assertThat(recovered
                            .features()
                            .mvcc()
                            .range(RangeRequest.newBuilder()
                                    .setKey(all)
                                    .setRangeEnd(all)
                                    .setCountOnly(true)
                                    .build())
                            .count())
                    .isEqualTo(keys);
            long index = recovered.features().applied().position().index();
            assertThat(index).isEqualTo(keys == NEW_KEYS ? RECEIVED.index() : 0);
            recovered.features().mvcc().close();
            recovered.wal().close();
        }
    }

    private Recovery recovery(DataDirectory data, StoreDirectory store) {
        return new Recovery(
                WalDirectory.of(disk, data.wal()),
                Long.MAX_VALUE,
                () -> OPENING.open(store.openCurrent()),
                installer(data, store)::installAfterCrash);
    }

    private ImageInstaller installer(DataDirectory data, StoreDirectory store) {
        return new ImageInstaller(
                new ReceivedImages(disk, data.snap()), store, OPENING, new Paces(() -> 0, nanos -> {}), Runnable::run);
    }

    private static StoreDirectory store(DataDirectory data) {
        return StoreDirectory.open(
                new FileDisk(), data.store(), path -> RocksDbBackend.open(path, RocksDbOptions.defaults()));
    }

    private byte[] image() throws IOException {
        try (Backend source = RocksDbBackend.open(directory.resolve("source"), RocksDbOptions.defaults())) {
            return StoredKeys.image(source, NEW_KEYS);
        }
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
