// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import dev.cairn.node.bootstrap.metrics.DiskMetrics;
import dev.cairn.node.disk.FileDisk;
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
    static LocalMember open(NodeConfig config, DiskMetrics metrics, Consumer<BackendException> onStoreFailure) {
        WalDirectory log = WalDirectory.of(metrics.timed(new FileDisk()), config.walDir());
        return new LocalMember(
                config,
                MemberDirectory.open(
                        new FileDisk(), config.dataDir(), log, new RocksDbStores(metrics, onStoreFailure)));
    }

    EtcdServer member(ProcessThreads threads, Peers peers, AuthRuntime auth, Runnable onRemoved) {
        ServerConfig server = config.server();
        StoreOpening opening = new StoreOpening(server, MEMORY);
        ImageInstaller images = new ImageInstaller(
                directory, opening, new Paces(System::nanoTime, LockSupport::parkNanos), threads.bulk());
        Founding founding =
                new Founding(initialFlags(config), server, config.dataDir(), peers.client(), LocalMember::addresses);
        Recovered recovered = new MemberStart(directory, opening, founding, images)
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
                        auth),
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

    private record RocksDbStores(DiskMetrics metrics, Consumer<BackendException> onFailure) implements Stores {
        @Override
        public Backend open(Path directory) {
            return metrics.timed(RocksDbBackend.open(directory, STORE, onFailure));
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
