// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.cluster;

import dev.cairn.node.apply.Features;
import dev.cairn.node.image.ImageLoader;
import dev.cairn.node.image.ImageReader;
import dev.cairn.node.lease.LessorSettings;
import dev.cairn.node.mvcc.MvccOptions;
import dev.cairn.node.mvcc.StoreLoader;
import dev.cairn.node.raft.SnapshotMetadata;
import dev.cairn.node.raft.log.MemoryLog;
import dev.cairn.node.server.ServerConfig;
import dev.cairn.node.server.member.SnapshotInstaller;
import dev.cairn.node.server.stage.Configurations;
import dev.cairn.node.snapshot.ReceivedImages;
import dev.cairn.node.storage.WriteTx;
import dev.cairn.node.testkit.MemoryBackend;
import dev.cairn.node.testkit.SimDisk;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.IntPredicate;

/**
 * A member's store and what becomes one: images received on the simulated disk, installed into a fresh store that takes
 * the old one's place in one step. Between the steps the power may fail.
 */
final class SimStore implements SnapshotInstaller {
    private static final Path IMAGES = Path.of("/data/member/snap");

    private final SimDisk disk;
    private final ServerConfig config;
    private final IntPredicate failsHere;
    private final ReceivedImages images;
    private final Runnable onInstalled;
    private MemoryBackend current = new MemoryBackend();
    private long installed;
    private long installedIndex;

    /** {@code failsHere} is asked at each step of an installation, and says whether the power fails there. */
    SimStore(SimDisk disk, ServerConfig config, IntPredicate failsHere, Runnable onInstalled) {
        this.onInstalled = onInstalled;
        this.disk = disk;
        this.config = config;
        this.failsHere = failsHere;
        this.images = new ReceivedImages(disk, IMAGES);
    }

    /** What a process does before it opens the store. */
    void prepare() {
        try {
            disk.createDirectory(IMAGES);
            for (Path above = IMAGES.getParent(); above != null; above = above.getParent()) {
                disk.fsyncDirectory(above);
            }
            images.deleteInterrupted();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Features open() {
        return open(current, StoreLoader.of(current));
    }

    private Features open(MemoryBackend backend, StoreLoader records) {
        long minTtl = LessorSettings.minTtlSeconds(config.electionTicks(), config.heartbeatMillis() * 1_000_000L);
        return Features.open(
                backend,
                new LessorSettings(minTtl, LessorSettings.FIVE_MINUTES_NANOS),
                config.maxLearners(),
                MvccOptions.defaults(),
                records);
    }

    /** Images installed over the whole life. */
    long installed() {
        return installed;
    }

    /** An image was installed that the log does not begin at yet. */
    boolean isAheadOf(MemoryLog log) {
        return installedIndex
                > log.snapshot().map(each -> each.metadata().index()).orElse(0L);
    }

    void beforeNextFlush(Runnable action) {
        current.beforeNextFlush(action);
    }

    boolean hasUnflushed() {
        return current.unflushedBytes() > 0;
    }

    /** What was not flushed is gone. */
    void crash() {
        current = current.afterCrash();
    }

    @Override
    public void receive(long index, InputStream image) throws IOException {
        images.save(index, image);
    }

    @Override
    public Features install(SnapshotMetadata metadata) {
        Path path = images.find(metadata.index())
                .orElseThrow(() -> new IllegalStateException("no image of index " + metadata.index()));
        powerMayFail(0);
        MemoryBackend fresh = new MemoryBackend();
        StoreLoader records = new StoreLoader();
        try (ImageReader image = new ImageReader(new MemoryChannel(disk.contents(path)))) {
            new ImageLoader(fresh, bytes -> powerMayFail(1)).load(image, records::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Features features = open(fresh, records);
        try (WriteTx tx = fresh.begin()) {
            features.applied().setPosition(tx, metadata.index(), metadata.term());
            features.applied().setConfState(tx, Configurations.stored(metadata.confState()));
            tx.commit();
        }
        powerMayFail(2);
        fresh.flush();
        current = fresh;
        installed++;
        installedIndex = metadata.index();
        onInstalled.run();
        powerMayFail(3);
        return features;
    }

    private void powerMayFail(int step) {
        if (failsHere.test(step)) {
            disk.cutPowerAfter(0);
            disk.exists(IMAGES);
        }
    }

    @Override
    public void release(long index) {
        try {
            images.releaseBelow(index + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
