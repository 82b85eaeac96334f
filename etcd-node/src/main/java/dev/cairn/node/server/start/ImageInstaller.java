// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.start;

import dev.cairn.node.apply.Features;
import dev.cairn.node.image.ImageException;
import dev.cairn.node.image.ImageLoader;
import dev.cairn.node.image.ImageReader;
import dev.cairn.node.mvcc.StoreLoader;
import dev.cairn.node.raft.SnapshotMetadata;
import dev.cairn.node.server.Pace;
import dev.cairn.node.server.Paces;
import dev.cairn.node.server.stage.Configurations;
import dev.cairn.node.snapshot.ReceivedImages;
import dev.cairn.node.storage.BackendException;
import dev.cairn.node.storage.DataDirectory;
import dev.cairn.node.storage.DiskFault;
import dev.cairn.node.storage.StoreDirectory;
import dev.cairn.node.storage.WriteTx;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Received images in {@code member/snap}, under etcd's name for them, and their installation (design D9): the image is
 * synced before raft hears of it; a fresh store is filled beside the current one and becomes current by the rename of the
 * pointer. A crash anywhere in between leaves the old store and the image, from which the next start goes on.
 */
public final class ImageInstaller {
    private static final Logger LOG = LoggerFactory.getLogger(ImageInstaller.class);

    private final ReceivedImages images;
    private final StoreDirectory store;
    private final StoreOpening opening;
    private final Paces paces;
    private final Executor bulk;

    /** {@code bulk} runs what takes long for as long as the member runs; clients of others may wait for the processor. */
    public ImageInstaller(MemberDirectory directory, StoreOpening opening, Paces paces, Executor bulk) {
        this(directory.images(), directory.store(), opening, paces, bulk);
    }

    ImageInstaller(ReceivedImages images, StoreDirectory store, StoreOpening opening, Paces paces, Executor bulk) {
        this.images = images;
        this.store = store;
        this.opening = opening;
        this.paces = paces;
        this.bulk = bulk;
    }

    /** Saves an image durably under the index it stands for, so that it may be installed, also after a restart. */
    public void receive(long index, InputStream image) throws IOException {
        try {
            images.save(index, image);
        } catch (IOException e) {
            throw new IOException(
                    "cannot keep the image received for " + images.path(index) + ": " + e.getMessage()
                            + DiskFault.remedy(e),
                    e);
        }
    }

    /** As {@link #install}, of an image that has lain on the disk while the process was down. */
    Features installAfterCrash(SnapshotMetadata metadata) {
        try {
            if (images.find(metadata.index()).isPresent() && !images.isWhole(metadata.index())) {
                throw damaged(images.path(metadata.index()), "its checksum does not match", null);
            }
        } catch (IOException e) {
            throw damaged(images.path(metadata.index()), e.toString(), e);
        }
        // nobody is served yet
        return fillAndSwitch(metadata, Pace.full());
    }

    private static BackendException damaged(Path image, String why, Exception cause) {
        String remedy = cause != null && DiskFault.of(cause).isPresent()
                ? ""
                : "; put a good copy of the file back, or " + DataDirectory.REPLACE_MEMBER;
        return new BackendException("cannot install the received image " + image + ": " + why + remedy, cause);
    }

    /** A fresh store from the saved image, switched to by one atomic rename; the caller closes the old one. */
    public Features install(SnapshotMetadata metadata) {
        try {
            return CompletableFuture.supplyAsync(() -> fillAndSwitch(metadata, paces.next()), bulk)
                    .join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error error -> throw error;
                default -> throw e;
            }
        }
    }

    private Features fillAndSwitch(SnapshotMetadata metadata, Pace pace) {
        Path path = images.find(metadata.index())
                .orElseThrow(() -> new BackendException("the log continues from index " + metadata.index()
                        + ", which the store in " + store.currentPath() + " does not reach, nor is there a received"
                        + " image " + images.path(metadata.index()) + ": put a good copy of the store back, or "
                        + DataDirectory.REPLACE_MEMBER));
        StoreDirectory.Fresh fresh = store.createFresh();
        StoreLoader records = new StoreLoader();
        try (ImageReader image = ImageReader.of(images.open(metadata.index()))) {
            new ImageLoader(fresh.backend(), new Progress(path)::loaded).load(image, (key, value) -> {
                records.add(key, value);
                pace.worked();
            });
        } catch (IOException | UncheckedIOException | ImageException e) {
            throw damaged(path, e.toString(), e);
        }
        Features features = opening.open(fresh.backend(), records);
        try (WriteTx tx = fresh.backend().begin()) {
            features.applied().setPosition(tx, metadata.index(), metadata.term());
            features.applied().setConfState(tx, Configurations.stored(metadata.confState()));
            tx.commit();
        }
        store.switchTo(fresh);
        return features;
    }

    /** A line for every part of an image, not for every batch. */
    private static final class Progress {
        private static final long PART_BYTES = 256L << 20;

        private final Path image;
        private long parts;

        Progress(Path image) {
            this.image = image;
        }

        void loaded(long bytes) {
            if (bytes / PART_BYTES > parts) {
                parts = bytes / PART_BYTES;
                LOG.info("installed {} MiB of {}", bytes >> 20, image.getFileName());
            }
        }
    }

    /** The log is released up to {@code index}: images below are not needed any more. */
    public void release(long index) {
        try {
            images.releaseBelow(index + 1);
            store.deleteLeftovers();
        } catch (IOException e) {
            LOG.warn("cannot delete images that are not needed any more", e);
        }
    }
}
