// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import dev.cairn.node.bootstrap.metrics.DiskTimes;
import dev.cairn.node.disk.Disk;
import dev.cairn.node.disk.FileDisk;
import dev.cairn.node.disk.UnsyncedDisk;
import dev.cairn.node.figures.Figures;
import dev.cairn.node.server.MemoryBudget;
import dev.cairn.node.server.Paces;
import dev.cairn.node.server.ServerConfig;
import dev.cairn.node.server.member.AuthRuntime;
import dev.cairn.node.server.member.EtcdServer;
import dev.cairn.node.server.member.MemberRuntime;
import dev.cairn.node.server.start.Founding;
import dev.cairn.node.server.start.ImageInstaller;
import dev.cairn.node.server.start.InitialFlags;
import dev.cairn.node.server.start.MemberDirectory;
import dev.cairn.node.server.start.MemberStart;
import dev.cairn.node.server.start.Recovered;
import dev.cairn.node.server.start.StoreOpening;
import dev.cairn.node.server.start.Stores;
import dev.cairn.node.storage.Backend;
import dev.cairn.node.storage.BackendException;
import dev.cairn.node.storage.rocksdb.RocksDbBackend;
import dev.cairn.node.storage.rocksdb.RocksDbOptions;
import dev.cairn.node.wal.WalDirectory;
import dev.cairn.node.wal.WriteAheadLog;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** The member of this process: real files, RocksDB, the process' threads and clocks around what starts and serves. */
final class LocalMember implements AutoCloseable {
    private static final long HEAP_BYTES = Runtime.getRuntime().maxMemory();
    private static final MemoryBudget MEMORY = MemoryBudget.ofHeap(HEAP_BYTES);
    private static final RocksDbOptions STORE = RocksDbOptions.besideHeap(HEAP_BYTES);

    private final NodeConfig config;
    private final MemberDirectory directory;

    private LocalMember(NodeConfig config, MemberDirectory directory) {
        this.config = config;
        this.directory = directory;
    }

    /** Refuses flags that no member with an empty disk could start with, before anything is touched. */
    static void requireIfNew(NodeConfig config) {
        if (!WriteAheadLog.exists(new FileDisk(), config.walDir())) {
            Founding.require(initialFlags(config), config.server(), LocalMember::addresses);
        }
    }

    /** {@code onStoreFailure} hears of a store that fails while it is open. */
    static LocalMember open(NodeConfig config, DiskTimes times, Consumer<BackendException> onStoreFailure) {
        boolean unsynced = config.flags().bool("unsafe-no-fsync");
        Disk log = times.log(new FileDisk());
        Disk images = times.images(new FileDisk());
        WalDirectory wal = WalDirectory.of(unsynced ? new UnsyncedDisk(log) : log, config.walDir());
        return new LocalMember(
                config,
                MemberDirectory.open(
                        unsynced ? new UnsyncedDisk(images) : images,
                        config.dataDir(),
                        wal,
                        new RocksDbStores(times, onStoreFailure)));
    }

    EtcdServer member(ProcessThreads threads, Peers peers, AuthRuntime auth, Figures figures, Runnable onRemoved) {
        ServerConfig server = config.server();
        StoreOpening opening = new StoreOpening(server, MEMORY);
        ImageInstaller images = new ImageInstaller(
                directory, opening, new Paces(System::nanoTime, LockSupport::parkNanos), threads.bulk());
        Founding founding =
                new Founding(initialFlags(config), server, config.dataDir(), peers.client(), LocalMember::addresses);
        Recovered recovered = new MemberStart(directory, opening, founding, images, peers.client())
                .recover(config.flags().bool("force-new-cluster"));
        RandomGenerator random = RandomGenerator.getDefault();
        return new EtcdServer(
                server,
                recovered,
                new MemberRuntime(
                        System::nanoTime,
                        InstantSource.system(),
                        new MemberRuntime.Readers(threads.readers(), ProcessThreads.READS_OF_ONE_CLIENT),
                        threads.blocking(),
                        threads.bulk(),
                        MEMORY,
                        auth,
                        figures),
                new EtcdServer.Environment(peers::transport, peers.client(), images, random::nextInt, onRemoved));
    }

    private static InitialFlags initialFlags(NodeConfig config) {
        return new InitialFlags(config.initialCluster(), config.initialClusterToken(), config.newCluster());
    }

    private static List<String> addresses(String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host))
                    .map(InetAddress::getHostAddress)
                    .toList();
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    private record RocksDbStores(DiskTimes times, Consumer<BackendException> onFailure) implements Stores {
        @Override
        public Backend open(Path directory) {
            return times.store(RocksDbBackend.open(directory, STORE, onFailure));
        }

        @Override
        public void requireReach(Path directory, Predicate<Backend> reaches) {
            RocksDbBackend.requireReach(directory, STORE, reaches);
        }
    }

    @Override
    public void close() {
        directory.close();
    }
}
