// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import dev.cairn.node.apply.Features;
import dev.cairn.node.bootstrap.flags.BadConfigException;
import dev.cairn.node.bootstrap.metrics.DiskMetrics;
import dev.cairn.node.lease.LessorSettings;
import dev.cairn.node.membership.AppliedState;
import dev.cairn.node.membership.ClusterMember;
import dev.cairn.node.membership.MemberIds;
import dev.cairn.node.mvcc.MvccOptions;
import dev.cairn.node.mvcc.StoreLoader;
import dev.cairn.node.server.MemoryBudget;
import dev.cairn.node.server.ServerConfig;
import dev.cairn.node.server.member.EtcdServer;
import dev.cairn.node.server.member.MemberRuntime;
import dev.cairn.node.server.member.Origin;
import dev.cairn.node.server.member.Recovered;
import dev.cairn.node.server.member.Recovery;
import dev.cairn.node.snapshot.ReceivedImages;
import dev.cairn.node.storage.Backend;
import dev.cairn.node.storage.BackendException;
import dev.cairn.node.storage.DataDirectory;
import dev.cairn.node.storage.DirectoryIdentity;
import dev.cairn.node.storage.StoreDirectory;
import dev.cairn.node.storage.rocksdb.RocksDbBackend;
import dev.cairn.node.storage.rocksdb.RocksDbOptions;
import dev.cairn.node.wal.Disk;
import dev.cairn.node.wal.FileDisk;
import dev.cairn.node.wal.WalDirectory;
import dev.cairn.node.wal.WriteAheadLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The data directory of this process' member: whose it is, and the member that comes out of it. */
final class MemberDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MemberDirectory.class);
    private static final long HEAP_BYTES = Runtime.getRuntime().maxMemory();
    private static final MemoryBudget MEMORY = MemoryBudget.ofHeap(HEAP_BYTES);
    private static final RocksDbOptions STORE = RocksDbOptions.besideHeap(HEAP_BYTES);

    private final DataDirectory directory;
    private final StoreDirectory store;
    private final ReceivedImages received;
    private final Disk logDisk;

    private MemberDirectory(DataDirectory directory, StoreDirectory store, ReceivedImages received, Disk logDisk) {
        this.directory = directory;
        this.store = store;
        this.received = received;
        this.logDisk = logDisk;
    }

    /** {@code onStoreFailure} hears of a store that fails while it is open. */
    static MemberDirectory open(NodeConfig config, DiskMetrics metrics, Consumer<BackendException> onStoreFailure) {
        DataDirectory directory = DataDirectory.open(config.dataDir(), config.walDir());
        try {
            StoreDirectory store = StoreDirectory.open(
                    directory.store(), path -> metrics.timed(RocksDbBackend.open(path, STORE, onStoreFailure)));
            ReceivedImages received = new ReceivedImages(new FileDisk(), directory.snap());
            received.deleteInterrupted();
            return new MemberDirectory(directory, store, received, metrics.timed(new FileDisk()));
        } catch (IOException e) {
            directory.close();
            throw new UncheckedIOException("cannot clear " + directory.snap(), e);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    EtcdServer member(NodeConfig config, ProcessThreads threads, Peers peers, Runnable onRemoved) {
        ServerConfig server = config.server();
        ImageInstaller images = new ImageInstaller(
                received, store, (backend, records) -> features(server, backend, records), threads.bulk());
        Recovered recovered = recover(config, peers, images);
        RandomGenerator random = RandomGenerator.getDefault();
        return new EtcdServer(
                server,
                recovered,
                new MemberRuntime(
                        System::nanoTime,
                        InstantSource.system(),
                        threads.readers(),
                        threads.blocking(),
                        threads.bulk(),
                        MEMORY),
                new EtcdServer.Environment(peers::transport, peers.client(), images, random::nextInt, onRemoved));
    }

    private static Features features(ServerConfig server, Backend backend, StoreLoader records) {
        long minTtl = LessorSettings.minTtlSeconds(server.electionTicks(), server.heartbeatMillis() * 1_000_000L);
        return Features.open(
                backend,
                new LessorSettings(minTtl, LessorSettings.FIVE_MINUTES_NANOS),
                server.maxLearners(),
                MvccOptions.defaults()
                        .withMemory(MEMORY.indexBytes(), MEMORY.recentBytes())
                        .withLeaseInKeysOnly(!server.serverVersion().startsWith("3.7.")),
                records);
    }

    private Features current(ServerConfig server) {
        Backend backend = store.openCurrent();
        return features(server, backend, StoreLoader.of(backend));
    }

    private Recovered recover(NodeConfig config, Peers peers, ImageInstaller images) {
        WalDirectory wal = WalDirectory.of(logDisk, directory.wal());
        Recovery recovery = new Recovery(
                wal, MEMORY.logBytes(), () -> current(config.server()), images::installAfterCrash, this::requireReach);
        if (!WriteAheadLog.exists(logDisk, directory.wal())) {
            refuseWithoutLog();
            Origin origin = new Founding(config, peers.client()).origin();
            LOG.info(
                    "{} as member {} of cluster {}",
                    origin.newCluster() ? "forming a new cluster" : "joining",
                    MemberIds.text(origin.memberId()),
                    MemberIds.text(origin.clusterId()));
            Recovered begun = recovery.begin(origin);
            claim(DirectoryIdentity.of(origin.memberId(), origin.clusterId()));
            return begun;
        }
        Recovered recovered = recovery.restart(
                log -> claim(DirectoryIdentity.of(log.nodeId(), log.clusterId())),
                config.flags().bool("force-new-cluster"));
        refuseOtherMembers(config.server().name(), recovered);
        return recovered;
    }

    /** An image that waits to be installed will replace the store, whatever that holds. */
    private void requireReach(long index) {
        if (received.find(index).isEmpty()) {
            RocksDbBackend.requireReach(
                    store.currentPath(),
                    STORE,
                    backend -> AppliedState.flushedPosition(backend).index() >= index);
        }
    }

    /** A directory is claimed once it has a log: a claimed one without has lost it, and what was acknowledged with it. */
    private void refuseWithoutLog() {
        directory.identity().ifPresent(found -> {
            throw new BadConfigException("data directory " + directory.dataDir() + " belongs to member "
                    + MemberIds.text(found.memberId()) + " of cluster " + MemberIds.text(found.clusterId())
                    + ", but there is no log in " + directory.wal()
                    + ": put it back, give the --wal-dir that belongs to"
                    + " this data directory, or " + DataDirectory.REPLACE_MEMBER);
        });
    }

    /** The directory belongs to one member of one cluster, for good. */
    private void claim(DirectoryIdentity identity) {
        directory
                .identity()
                .ifPresentOrElse(
                        found -> {
                            if (found.memberId() != identity.memberId() || found.clusterId() != identity.clusterId()) {
                                throw new BadConfigException("data directory " + directory.dataDir() + " belongs, as "
                                        + directory.identityPath() + " says, to member "
                                        + MemberIds.text(found.memberId()) + " of cluster "
                                        + MemberIds.text(found.clusterId())
                                        + ", but this start is member " + MemberIds.text(identity.memberId())
                                        + " of cluster "
                                        + MemberIds.text(identity.clusterId())
                                        + ": give it an empty --data-dir, or the flags that the"
                                        + " directory was made with; or, if the log is right, delete the file");
                            }
                        },
                        () -> directory.writeIdentity(identity));
    }

    /** A volume that went to the wrong member would otherwise run that member twice. */
    private void refuseOtherMembers(String name, Recovered recovered) {
        var members = recovered.features().members().view();
        ClusterMember self = members.member(recovered.memberId());
        boolean ownsAnotherName = members.members().stream()
                .anyMatch(member ->
                        member.id() != recovered.memberId() && member.name().equals(name));
        if (self != null && !self.name().isEmpty() && !self.name().equals(name) && ownsAnotherName) {
            throw new BadConfigException("data directory " + directory.dataDir() + " belongs to member \"" + self.name()
                    + "\", but --name is \"" + name + "\", which is another member of the same cluster");
        }
    }

    @Override
    public void close() {
        directory.close();
    }
}
