// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.start;

import dev.cairn.node.disk.Disk;
import dev.cairn.node.membership.AppliedState;
import dev.cairn.node.membership.MemberIds;
import dev.cairn.node.snapshot.ReceivedImages;
import dev.cairn.node.storage.DataDirectory;
import dev.cairn.node.storage.DirectoryIdentity;
import dev.cairn.node.storage.StoreDirectory;
import dev.cairn.node.wal.WalDirectory;
import dev.cairn.node.wal.WriteAheadLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * One member's files, locked while they are open: whose directory it is, the generations of its store, the images that it
 * received, and where its log lies (which may be another disk).
 */
public final class MemberDirectory implements AutoCloseable {
    private final DataDirectory directory;
    private final StoreDirectory store;
    private final ReceivedImages images;
    private final WalDirectory log;
    private final Stores stores;

    private MemberDirectory(
            DataDirectory directory, StoreDirectory store, ReceivedImages images, WalDirectory log, Stores stores) {
        this.directory = directory;
        this.store = store;
        this.images = images;
        this.log = log;
        this.stores = stores;
    }

    /** Makes what is missing and clears away what a crash left unfinished. */
    public static MemberDirectory open(Disk disk, Path dataDir, WalDirectory log, Stores stores) {
        DataDirectory directory = DataDirectory.open(disk, dataDir, log.path());
        try {
            StoreDirectory store = StoreDirectory.open(disk, directory.store(), stores::open);
            ReceivedImages images = new ReceivedImages(disk, directory.snap());
            images.deleteInterrupted();
            return new MemberDirectory(directory, store, images, log, stores);
        } catch (IOException e) {
            directory.close();
            throw new UncheckedIOException("cannot clear " + directory.snap(), e);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    StoreDirectory store() {
        return store;
    }

    ReceivedImages images() {
        return images;
    }

    WalDirectory log() {
        return log;
    }

    Path dataDir() {
        return directory.dataDir();
    }

    boolean hasLog() {
        return WriteAheadLog.exists(log.disk(), log.path());
    }

    /** An image that waits to be installed will replace the store, whatever that holds. */
    void requireReach(long index) {
        if (images.find(index).isEmpty()) {
            stores.requireReach(
                    store.currentPath(),
                    backend -> AppliedState.flushedPosition(backend).index() >= index);
        }
    }

    /** A directory is claimed once it has a log: a claimed one without has lost it, and what was acknowledged with it. */
    void refuseWithoutLog() {
        directory.identity().ifPresent(found -> {
            throw new StartRefusedException("data directory " + directory.dataDir() + " belongs to member "
                    + MemberIds.text(found.memberId()) + " of cluster " + MemberIds.text(found.clusterId())
                    + ", but there is no log in " + log.path()
                    + ": put it back, give the --wal-dir that belongs to"
                    + " this data directory, or " + DataDirectory.REPLACE_MEMBER);
        });
    }

    /** The directory belongs to one member of one cluster, for good. */
    void claim(DirectoryIdentity identity) {
        directory
                .identity()
                .ifPresentOrElse(found -> requireSame(found, identity), () -> directory.writeIdentity(identity));
    }

    private void requireSame(DirectoryIdentity found, DirectoryIdentity identity) {
        if (found.memberId() != identity.memberId() || found.clusterId() != identity.clusterId()) {
            throw new StartRefusedException("data directory " + directory.dataDir() + " belongs, as "
                    + directory.identityPath() + " says, to member "
                    + MemberIds.text(found.memberId()) + " of cluster "
                    + MemberIds.text(found.clusterId())
                    + ", but this start is member " + MemberIds.text(identity.memberId())
                    + " of cluster "
                    + MemberIds.text(identity.clusterId())
                    + ": give it an empty --data-dir, or the flags that the"
                    + " directory was made with; or, if the log is right, delete the file");
        }
    }

    @Override
    public void close() {
        directory.close();
    }
}
