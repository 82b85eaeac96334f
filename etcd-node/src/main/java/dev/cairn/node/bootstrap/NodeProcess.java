// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import dev.cairn.node.api.ApiConfig;
import dev.cairn.node.api.ApiServer;
import dev.cairn.node.api.http.HttpGuards;
import dev.cairn.node.api.transport.EventLoops;
import dev.cairn.node.api.transport.GrpcLimits;
import dev.cairn.node.api.transport.ListenUrl;
import dev.cairn.node.bootstrap.debug.DebugPages;
import dev.cairn.node.bootstrap.debug.Variables;
import dev.cairn.node.bootstrap.flags.Flags;
import dev.cairn.node.bootstrap.flags.Values;
import dev.cairn.node.bootstrap.memory.MemoryWatch;
import dev.cairn.node.bootstrap.metrics.DiskTimes;
import dev.cairn.node.bootstrap.metrics.ProcessMetrics;
import dev.cairn.node.bootstrap.metrics.RuntimeMetrics;
import dev.cairn.node.bootstrap.metrics.ServerMetrics;
import dev.cairn.node.figures.Figures;
import dev.cairn.node.raft.RaftStatus;
import dev.cairn.node.server.Reply;
import dev.cairn.node.server.member.AuthRuntime;
import dev.cairn.node.server.member.EtcdServer;
import dev.cairn.node.server.stage.Stage;
import dev.cairn.node.storage.BackendException;
import dev.cairn.node.storage.DiskFault;
import dev.cairn.node.wire.EtcdUrl;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One member as a process: opens the data directory, lends the member threads and clocks, listens, and on a signal hands
 * leadership over, lets requests end and closes the store.
 */
final class NodeProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeProcess.class);
    private static final Duration DRAIN_GRACE = Duration.ofSeconds(5);
    private static final int STOP_LIMIT_SECONDS = 30;
    private static final int RAFT_STATUS_SECONDS = 5;

    private final NodeConfig config;
    private final PrometheusMeterRegistry registry;
    private final MemoryWatch memory;
    private final Figures figures = new Figures();
    private final ProcessThreads threads = new ProcessThreads();
    private final List<StageThread> stageThreads = new ArrayList<>();
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile int exitCode;
    private volatile boolean running;
    private LocalMember directory;
    private Tls tls;
    private EventLoops loops;
    private Peers peers;
    private EtcdServer server;
    private ApiServer api;

    NodeProcess(NodeConfig config, PrometheusMeterRegistry registry) {
        this.config = config;
        this.registry = registry;
        this.memory = MemoryWatch.ofProcess(registry);
    }

    void start() {
        Tls given = Tls.given(config);
        GrpcLimits limits = limits(config);
        AuthRuntime auth = AuthFlags.runtime(config.flags(), threads.passwords(), System::nanoTime);
        ListenCheck.require(config);
        LocalMember.requireIfNew(config);
        tls = given.withSelfSigned(config);
        CompletableFuture<Void> rehearsed = CompletableFuture.runAsync(tls::rehearse, threads.blocking());
        directory = LocalMember.open(config, new DiskTimes(figures.disk()), this::storeFailed);
        loops = EventLoops.open("client", Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
        peers = new Peers(config, tls, threads, figures.peers());
        server = directory.member(threads, peers, auth, figures, this::removed);
        for (Stage stage : server.stages()) {
            stageThreads.add(new StageThread(stage, this::failed));
        }
        running = true;
        stageThreads.forEach(StageThread::start);
        peers.listen(server.peerRequests());
        server.start();
        rehearsed.join();
        listen(limits);
        threads.every(config.server().heartbeatMillis(), this::tick);
    }

    static GrpcLimits limits(NodeConfig config) {
        Flags flags = config.flags();
        int streams = flags.intNumber("max-concurrent-streams");
        if (streams <= 0) {
            throw Values.invalid("max-concurrent-streams", String.valueOf(streams), "expected a number above 0");
        }
        return new GrpcLimits(
                config.server().maxRequestBytes(),
                streams,
                flags.duration("grpc-keepalive-min-time"),
                flags.duration("grpc-keepalive-interval"),
                flags.duration("grpc-keepalive-timeout"),
                GrpcLimits.DEFAULTS.handshakeTimeout(),
                GrpcLimits.DEFAULTS.http1RequestTimeout());
    }

    private void listen(GrpcLimits limits) {
        Flags flags = config.flags();
        ServerMetrics metrics = new ServerMetrics(
                server.measures(),
                figures,
                config.server(),
                config.gates(),
                server.health().memberId());
        RuntimeMetrics runtime = new RuntimeMetrics();
        ProcessMetrics.register(registry);
        HttpGuards guards = new HttpGuards(flags.list("cors"), flags.list("host-whitelist"));
        api = new ApiServer(
                server,
                new ApiConfig(
                        limits,
                        guards,
                        config.server().electionTicks(),
                        config.server().maxTxnOps(),
                        flags.bool("enable-grpc-gateway"),
                        !config.listenClientHttpUrls().isEmpty(),
                        config.watched()),
                new ApiServer.Resources(
                        loops,
                        threads.blocking(),
                        registry,
                        () -> metrics.get() + runtime.get(),
                        new DebugPages(new Variables(this::raftStatus), pprof(flags), threads.blocking()),
                        Runtime.getRuntime().maxMemory(),
                        memory::level));
        for (ListenUrl url : ListenUrl.shared(config.listenClientUrls().stream()
                .map(url -> ListenUrl.parse(url.toString()))
                .toList())) {
            api.listen(url, tls.clientPort());
        }
        for (EtcdUrl url : config.listenClientHttpUrls()) {
            api.listenForHttp(ListenUrl.parse(url.toString()), tls.clientPort());
        }
        for (EtcdUrl url : config.listenMetricsUrls()) {
            api.listenForMetrics(ListenUrl.parse(url.toString()), tls.clientPort());
        }
    }

    private static boolean pprof(Flags flags) {
        return flags.bool("enable-pprof") || flags.string("log-level").equals("debug");
    }

    /** Blocks until the raft loop has a moment. */
    private RaftStatus raftStatus() {
        CompletableFuture<RaftStatus> status = new CompletableFuture<>();
        server.raftStatus(status::complete);
        return status.orTimeout(RAFT_STATUS_SECONDS, TimeUnit.SECONDS).join();
    }

    private boolean announced;

    private void tick() {
        server.tick();
        if (memory.look(System.nanoTime())) {
            server.memoryIs(memory.level());
        }
        api.onTick();
        tls.check();
        if (!announced && server.isPublished()) {
            announced = true;
            LOG.info("ready to serve client requests");
            threads.blocking().execute(() -> ServiceNotice.ready(System.getenv()));
        }
    }

    /** A stage died: what it was doing is unknown, so the process ends and recovers at its next start. */
    private void failed(Stage stage, Throwable cause) {
        LOG.error("the {} stage failed; the process ends{}", stage.name(), DiskFault.remedy(cause), cause);
        Runtime.getRuntime().halt(1);
    }

    /** Whoever meets it, a reader included: a member whose store fails must not answer from what is left of it. */
    private void storeFailed(BackendException failure) {
        if (running) {
            LOG.error(
                    "the store failed; the process ends: {}{}",
                    failure.getMessage(),
                    DiskFault.remedy(failure),
                    failure);
            Runtime.getRuntime().halt(1);
        }
    }

    /** etcd gives a removed member one second, so that the answer to the removal still gets out. */
    private void removed() {
        threads.after(1_000, this::requestStop);
    }

    private void requestStop() {
        stopRequested.countDown();
    }

    /** Waits until the process is told to stop, and stops; the process' exit code. */
    int awaitStop() throws InterruptedException {
        stopRequested.await();
        return exitCode;
    }

    /** For the signal handler: asks for the stop and waits for its end; true when this call is what stopped the process. */
    boolean stop() {
        boolean running = stopRequested.getCount() > 0 && stopped.getCount() > 0;
        requestStop();
        try {
            return stopped.await(STOP_LIMIT_SECONDS, TimeUnit.SECONDS) && running;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        try {
            if (api != null) {
                handOver();
                drain();
            }
            threads.stopTicking();
            stageThreads.forEach(StageThread::close);
            if (server != null) {
                server.close();
            }
            closeAll(peers, loops, directory);
            LOG.info("stopped");
        } finally {
            threads.close();
            stopped.countDown();
        }
    }

    private static void closeAll(AutoCloseable... resources) {
        for (AutoCloseable resource : resources) {
            if (resource != null) {
                try {
                    resource.close();
                } catch (Exception e) {
                    LOG.warn("closing failed", e);
                }
            }
        }
    }

    private void handOver() {
        CountDownLatch over = new CountDownLatch(1);
        server.handOver(new Reply<>() {
            @Override
            public void done(Void nothing) {
                over.countDown();
            }

            @Override
            public void failed(RuntimeException error) {
                LOG.warn("leadership was not handed over: {}", error.getMessage());
                over.countDown();
            }
        });
        try {
            over.await(2 * config.server().electionTimeoutNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void drain() {
        try {
            if (!api.stop(DRAIN_GRACE)) {
                LOG.warn("some requests were cut off after {} s", DRAIN_GRACE.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
