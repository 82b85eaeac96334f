// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import com.google.protobuf.ByteString;
import dev.cairn.node.api.budget.ByteBudget;
import dev.cairn.node.api.http.HttpGuards;
import dev.cairn.node.api.small.SmallMember;
import dev.cairn.node.api.transport.EventLoops;
import dev.cairn.node.api.transport.GrpcLimits;
import dev.cairn.node.api.transport.ListenUrl;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.MemoryLevel;
import dev.cairn.node.tls.ReloadingTls;
import dev.cairn.node.tls.TestCa;
import dev.cairn.node.tls.TlsConfig;
import dev.cairn.node.wire.etcdserverpb.KVGrpc;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RangeResponse;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * What the one port costs: point reads with 64 outstanding on one connection, requests per second of server CPU. Run
 * {@code main} with no arguments; each variant is served by a process of its own.
 */
public final class OnePortBenchmark {
    private static final int OUTSTANDING = 64;
    private static final ByteString KEY = ByteString.copyFromUtf8("benchmark");
    private static final Duration ROUND = Duration.ofSeconds(4);
    private static final int ROUNDS = 7;

    private OnePortBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0) {
            serve(arguments[0], Integer.parseInt(arguments[1]), Path.of(arguments[2]));
            return;
        }
        List<Variant> variants = List.of(
                Variant.start("grpc-alone", 1),
                Variant.start("one-port", 1),
                Variant.start("one-port", 2),
                Variant.start("one-port-tls", 1));
        // In turns, so that what else the machine does hits all of them alike.
        for (int round = 1; round <= ROUNDS; round++) {
            for (Variant variant : variants) {
                variant.measure();
                System.out.println(round + "/" + ROUNDS + " " + variant);
            }
        }
        for (Variant variant : variants) {
            variant.stop();
        }
    }

    private record Variant(String name, Process server, ManagedChannel channel, List<Long> perCpuSecond) {
        static Variant start(String name, int loops) throws Exception {
            Path directory = Files.createTempDirectory("one-port");
            Process server = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "--enable-native-access=ALL-UNNAMED",
                            "--sun-misc-unsafe-memory-access=allow",
                            "-Xmx512m",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            OnePortBenchmark.class.getName(),
                            name,
                            Integer.toString(loops),
                            directory.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            int port = Integer.parseInt(server.inputReader().readLine());
            ManagedChannel channel = name.endsWith("tls")
                    ? TlsClient.trusting(directory.resolve("ca.pem")).channel(port)
                    : NettyChannelBuilder.forAddress("127.0.0.1", port)
                            .usePlaintext()
                            .build();
            return new Variant(name + "/" + loops, server, channel, new ArrayList<>());
        }

        void measure() {
            long before = cpuNanos();
            long requests = load(channel, ROUND);
            perCpuSecond.add(Math.round(requests / ((cpuNanos() - before) / 1e9)));
        }

        private long cpuNanos() {
            return server.info().totalCpuDuration().orElseThrow().toNanos();
        }

        void stop() throws InterruptedException {
            channel.shutdownNow();
            server.destroyForcibly().waitFor();
        }

        @Override
        public String toString() {
            List<Long> sorted = perCpuSecond.stream().sorted().toList();
            return name + ": " + perCpuSecond.getLast() + " requests per server-CPU-second, median " + sorted.getLast();
        }
    }

    private static long load(ManagedChannel channel, Duration length) {
        LongAdder done = new LongAdder();
        AtomicBoolean going = new AtomicBoolean(true);
        KVGrpc.KVStub kv = KVGrpc.newStub(channel);
        for (int i = 0; i < OUTSTANDING; i++) {
            next(kv, done, going);
        }
        LockSupport.parkNanos(length.toNanos());
        going.set(false);
        return done.sum();
    }

    private static void next(KVGrpc.KVStub kv, LongAdder done, AtomicBoolean going) {
        kv.range(RangeRequest.newBuilder().setKey(KEY).build(), new StreamObserver<>() {
            @Override
            public void onNext(RangeResponse response) {
                done.increment();
            }

            @Override
            public void onError(Throwable error) {
                System.err.println(error);
            }

            @Override
            public void onCompleted() {
                if (going.get()) {
                    next(kv, done, going);
                }
            }
        });
    }

    private static ApiConfig config() {
        return new ApiConfig(GrpcLimits.DEFAULTS, HttpGuards.OPEN, 10, 128, true, false, ApiConfig.Watched.DEFAULTS);
    }

    private static void serve(String variant, int loops, Path directory) throws Exception {
        SmallMember member = new SmallMember();
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        int port;
        if (variant.equals("grpc-alone")) {
            ApiServer.Resources lent = new ApiServer.Resources(
                    null,
                    Runnable::run,
                    registry,
                    () -> "",
                    router -> {},
                    Runtime.getRuntime().maxMemory(),
                    () -> MemoryLevel.PLENTY);
            ApiServices services = new ApiServices(
                    member, config(), lent, new ByteBudget(lent.heapBytes(), registry, () -> MemoryLevel.PLENTY));
            EpollEventLoopGroup group = new EpollEventLoopGroup(loops);
            Server server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                    .bossEventLoopGroup(group)
                    .workerEventLoopGroup(group)
                    .channelType(EpollServerSocketChannel.class)
                    .directExecutor()
                    .addServices(services.definitions())
                    .addStreamTracerFactory(services.tracer())
                    .build()
                    .start();
            port = server.getPort();
        } else {
            ApiServer server = new ApiServer(
                    member,
                    config(),
                    new ApiServer.Resources(
                            EventLoops.open("api", loops),
                            Executors.newVirtualThreadPerTaskExecutor(),
                            registry,
                            () -> "",
                            router -> {},
                            Runtime.getRuntime().maxMemory(),
                            () -> MemoryLevel.PLENTY));
            if (variant.endsWith("tls")) {
                TestCa ca = new TestCa("authority");
                ca.write(directory.resolve("ca.pem"));
                TestCa.Issued own = ca.issue(directory, "server");
                ReloadingTls tls = new ReloadingTls(
                        TlsConfig.of(own.cert(), own.key()), ReloadingTls.CLIENT_PORT_ALPN, System::nanoTime);
                server.listen(ListenUrl.parse("https://127.0.0.1:0"), tls::server);
            } else {
                server.listen(ListenUrl.parse("http://127.0.0.1:0"), null);
            }
            port = ((InetSocketAddress) server.clientAddresses().getFirst()).getPort();
        }
        put(member);
        System.out.println(port);
        Thread.currentThread().join();
    }

    private static void put(SmallMember member) {
        member.kv.put(
                Caller.ANONYMOUS,
                PutRequest.newBuilder()
                        .setKey(KEY)
                        .setValue(ByteString.copyFrom(new byte[200]))
                        .build(),
                new dev.cairn.node.server.Reply<>() {
                    @Override
                    public void done(dev.cairn.node.wire.splice.Encoded answer) {
                        // One key is all there is.
                    }

                    @Override
                    public void failed(RuntimeException error) {
                        throw error;
                    }
                });
    }
}
