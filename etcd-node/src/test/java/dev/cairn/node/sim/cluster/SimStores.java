// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.cluster;

import dev.cairn.node.disk.DiskFile;
import dev.cairn.node.membership.AppliedState;
import dev.cairn.node.server.start.Stores;
import dev.cairn.node.sim.check.Violation;
import dev.cairn.node.storage.Backend;
import dev.cairn.node.storage.BackendException;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.Cursor;
import dev.cairn.node.storage.ReadTx;
import dev.cairn.node.testkit.MemoryBackend;
import dev.cairn.node.testkit.SimDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The stores of one member: records in memory, and on the disk a file by which each is found again, durable once the store
 * was flushed. So a store goes where its directory goes: it is lost, or comes back, with its name.
 */
final class SimStores implements Stores {
    private static final String FILE = "STORE";

    private final String member;
    private final SimDisk disk;
    private final Runnable onInstalled;
    private final Map<Long, Store> stores = new TreeMap<>();
    private Runnable beforeNextFlush = () -> {};
    private MemoryBackend opened;
    private boolean openedInThisLife;
    private long durableIndex;
    private long installed;
    private long installedIndex;

    SimStores(String member, SimDisk disk, Runnable onInstalled) {
        this.member = member;
        this.disk = disk;
        this.onInstalled = onInstalled;
    }

    @Override
    public Backend open(Path directory) {
        try {
            Store store = stores.get(idIn(directory));
            if (store == null) {
                store = create(directory);
            }
            opened = store.backend;
            requireKept(directory, store);
            return opened;
        } catch (IOException e) {
            throw new BackendException("cannot open the store in " + directory, e);
        }
    }

    /** 0 where it was never written, or is lost. */
    private long idIn(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        byte[] id = disk.exists(file) ? disk.contents(file) : new byte[0];
        return id.length < Long.BYTES ? 0 : ByteBuffer.wrap(id).getLong();
    }

    private Store create(Path directory) throws IOException {
        disk.createDirectory(directory);
        Path file = directory.resolve(FILE);
        disk.delete(file);
        long id = stores.size() + 1L;
        try (DiskFile created = disk.create(file)) {
            created.write(ByteBuffer.allocate(Long.BYTES).putLong(0, id), 0);
        }
        Store store = new Store(file);
        stores.put(id, store);
        return store;
    }

    /** What a process opens first is the current store: never one that was being filled, and it keeps what was durable. */
    private void requireKept(Path directory, Store store) {
        if (!openedInThisLife) {
            openedInThisLife = true;
            Violation.require(
                    store.durable || !store.filled,
                    "durable store",
                    () -> member + " opens " + directory + ", which was never filled to its end");
            long index = AppliedState.flushedPosition(opened).index();
            Violation.require(
                    index >= durableIndex,
                    "durable store",
                    () -> member + " had its store up to index " + durableIndex + " and opens " + directory + " with "
                            + index);
        }
    }

    @Override
    public void requireReach(Path directory, Predicate<Backend> reaches) {
        try {
            Store store = stores.get(idIn(directory));
            if (!reaches.test(store == null ? new MemoryBackend() : store.backend)) {
                throw new BackendException("the store in " + directory + " lost its end");
            }
        } catch (IOException e) {
            throw new BackendException("cannot look at the store in " + directory, e);
        }
    }

    /** Images installed over the whole life. */
    long installed() {
        return installed;
    }

    /** The index of the image that was installed last. */
    long installedIndex() {
        return installedIndex;
    }

    /** What the store that is in use holds in these buckets, in hexadecimal by bucket and key. */
    Map<String, String> records(Bucket... buckets) {
        Map<String, String> records = new TreeMap<>();
        try (ReadTx tx = opened.read()) {
            for (Bucket bucket : buckets) {
                try (Cursor cursor = tx.scan(bucket, new byte[0], null)) {
                    while (cursor.next()) {
                        records.put(
                                bucket + " " + HexFormat.of().formatHex(cursor.key()),
                                HexFormat.of().formatHex(cursor.value()));
                    }
                }
            }
        }
        return records;
    }

    /** The store that is in use. */
    MemoryBackend current() {
        return opened;
    }

    /** Runs before the next flush of a store that is in use, once; may throw what shall go wrong there. */
    void beforeNextFlush(Runnable action) {
        beforeNextFlush = action;
    }

    boolean hasUnflushed() {
        return opened != null && opened.unflushedBytes() > 0;
    }

    /** The process is gone, and with it what was not flushed. */
    void crash() {
        stores.values().forEach(store -> store.backend = store.backend.afterCrash());
        beforeNextFlush = () -> {};
        opened = null;
        openedInThisLife = false;
    }

    /** One store; its first flush makes it known to the disk for good. */
    private final class Store implements MemoryBackend.Watcher {
        private final Path file;
        private MemoryBackend backend = new MemoryBackend(this);
        private boolean durable;
        private boolean filled;

        private Store(Path file) {
            this.file = file;
        }

        @Override
        public void beforeLoad() {
            filled = true;
            onFile(out -> out.write(ByteBuffer.allocate(1), Long.BYTES));
        }

        @Override
        public void beforeFlush() {
            if (durable) {
                Runnable action = beforeNextFlush;
                beforeNextFlush = () -> {};
                action.run();
                return;
            }
            onFile(DiskFile::fsyncData);
            try {
                disk.fsyncDirectory(file.getParent());
            } catch (IOException e) {
                throw new BackendException("cannot sync " + file.getParent(), e);
            }
            durable = true;
            if (filled) {
                installedIndex = index();
            }
        }

        @Override
        public void afterFlush() {
            if (!filled) {
                durableIndex = Math.max(durableIndex, index());
            }
        }

        /** Whoever fills a store flushes it and makes it the current one before anything else is written to it. */
        @Override
        public void beforeWrite() {
            if (filled && durable) {
                filled = false;
                installed++;
                onInstalled.run();
            }
        }

        private long index() {
            AppliedState applied = new AppliedState();
            try (ReadTx tx = backend.read()) {
                applied.load(tx);
            }
            return applied.position().index();
        }

        private void onFile(Use use) {
            try (DiskFile out = disk.openForWriting(file)) {
                use.on(out);
            } catch (IOException e) {
                throw new BackendException("cannot write " + file, e);
            }
        }
    }

    private interface Use {
        void on(DiskFile file) throws IOException;
    }
}
