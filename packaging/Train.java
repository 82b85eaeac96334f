// SPDX-License-Identifier: Apache-2.0
import com.google.protobuf.ByteString;
import dev.cairn.node.wire.etcdserverpb.ClusterGrpc;
import dev.cairn.node.wire.etcdserverpb.HashKVRequest;
import dev.cairn.node.wire.etcdserverpb.KVGrpc;
import dev.cairn.node.wire.etcdserverpb.LeaseGrantRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseGrpc;
import dev.cairn.node.wire.etcdserverpb.MaintenanceGrpc;
import dev.cairn.node.wire.etcdserverpb.MemberListRequest;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.StatusRequest;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import dev.cairn.node.wire.etcdserverpb.WatchCreateRequest;
import dev.cairn.node.wire.etcdserverpb.WatchGrpc;
import dev.cairn.node.wire.etcdserverpb.WatchRequest;
import dev.cairn.node.wire.etcdserverpb.WatchResponse;
import dev.cairn.testkit.Authority;
import dev.cairn.testkit.MemberProcess;
import dev.cairn.testkit.Ports;
import dev.cairn.testkit.Program;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.SslContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Trains the node's AOT cache: {@code java -cp testkit:node's jars Train.java DATA_DIRECTORY_IN_ROOT CACHE_FILE COMMAND…}
 *
 * <p>Starts the command (a launcher, perhaps behind chroot) as a member on loopback. Puts, gets and watches over gRPC and JSON,
 * plain and with mutual TLS by keys of either kind, asks the status pages and the peer port, and ends it with SIGTERM; the JVM
 * writes the cache as it goes down. So does etcdctl, run once in between, with one of its own. {@code TRAINING_ROOT} is the command's root where that is not ours, {@code
 * TRAINING_OPTIONS} are its JVM's.
 */
final class Train {
    private static final long ASSEMBLY_SECONDS = 300;
    /** A member looks once a second whether its files have changed. */
    private static final long RELOAD_MILLIS = 1200;

    private static final int PUTS = 300;
    private static final int GATEWAY_CALLS = 20;
    private static final int SECURE_READS = 20;
    private static final long ANSWER_SECONDS = 30;
    private static final ByteString KEY = ByteString.copyFromUtf8("k");
    private static final RangeRequest RANGE = RangeRequest.newBuilder().setKey(KEY).build();

    private final Path data;
    private final Authority authority;
    private final MemberProcess member;
    private final int port = Ports.free();
    private final int peerPort = Ports.free();

    private Train(Path data, Path log, List<String> command) {
        this.data = data;
        String beside = data + "-pki";
        String root = Optional.ofNullable(System.getenv("TRAINING_ROOT")).orElse("");
        authority = new Authority(Path.of(root + beside))
                .issue("client", "/CN=client", Authority.Keys.RSA)
                .issue("member", "/CN=member", Authority.Keys.EC);
        member = new MemberProcess(command, data)
                .at("http://127.0.0.1:" + port, "https://127.0.0.1:" + peerPort)
                .with("--listen-client-urls=http://127.0.0.1:" + port + ",https://127.0.0.1:" + port)
                .with(Authority.memberFlags(Path.of(beside), "member"))
                .withEnvironment(Map.of("CAIRN_JVM_OPTIONS", System.getenv("TRAINING_OPTIONS")))
                .loggingTo(log);
        MemberProcess.found(List.of(member));
    }

    public static void main(String... arguments) throws Exception {
        Path cache = Path.of(arguments[1]);
        Path log = Files.createTempFile("train-", ".log");
        List<String> command = List.of(arguments).subList(2, arguments.length);
        Train training = new Train(Path.of(arguments[0]), log, command);
        try (MemberProcess member = training.member.start()) {
            training.exercise();
            training.exerciseTls();
            training.trainClient(command);
            training.authority.issue("member", "/CN=member", Authority.Keys.RSA);
            TimeUnit.MILLISECONDS.sleep(RELOAD_MILLIS);
            training.exerciseTls();
            member.terminate();
            if (!member.endsWithin(ASSEMBLY_SECONDS) || !Files.isRegularFile(cache)) {
                System.err.println("Train.java: the JVM left no cache at " + cache + ":\n" + member.log());
                System.exit(1);
            }
        }
        Files.delete(log);
    }

    /**
     * etcdctl's own cache, beside the node's: one run that asks by gRPC without TLS and with it, and leaves the cache as it
     * ends.
     */
    private void trainClient(List<String> node) {
        List<String> command = new ArrayList<>(node);
        command.add(command.removeLast() + "ctl");
        String beside = Path.of(data + "-pki").toString();
        command.addAll(List.of(
                "endpoint",
                "health",
                "--write-out=table",
                // On a machine that builds other things at the same time even loading classes takes a while.
                "--command-timeout=" + ASSEMBLY_SECONDS + "s",
                "--endpoints=http://127.0.0.1:" + port + ",https://127.0.0.1:" + port,
                "--cacert=" + beside + "/ca.crt",
                "--cert=" + beside + "/client.crt",
                "--key=" + beside + "/client.key"));
        String options = System.getenv("TRAINING_OPTIONS").replace("node.aot", "etcdctl.aot");
        Program.of(command.removeFirst())
                .with(Map.of("CAIRN_JVM_OPTIONS", options))
                .output(command.toArray(String[]::new));
    }

    private void exercise() throws InterruptedException {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .build();
        try {
            watch(channel);
            KVGrpc.KVBlockingStub kv = kv(channel);
            for (int i = 0; i < PUTS; i++) {
                kv.put(PutRequest.newBuilder()
                        .setKey(KEY)
                        .setValue(ByteString.copyFromUtf8("%03d".formatted(i)))
                        .build());
                kv.range(RANGE);
            }
            kv.txn(TxnRequest.getDefaultInstance());
            LeaseGrpc.newBlockingStub(channel)
                    .leaseGrant(LeaseGrantRequest.newBuilder().setTTL(60).build());
            MaintenanceGrpc.newBlockingStub(channel).status(StatusRequest.getDefaultInstance());
            MaintenanceGrpc.newBlockingStub(channel).hashKV(HashKVRequest.getDefaultInstance());
            ClusterGrpc.newBlockingStub(channel).memberList(MemberListRequest.getDefaultInstance());
        } finally {
            channel.shutdownNow();
        }
        String url = member.clientUrl();
        for (int i = 0; i < GATEWAY_CALLS; i++) {
            ask(url + "/v3/kv/put", "--data", "{\"key\": \"Zm9v\", \"value\": \"YmFy\"}");
            ask(url + "/v3/kv/range", "--data", "{\"key\": \"Zm9v\"}");
        }
        for (String page : List.of("/version", "/health", "/livez", "/readyz", "/metrics")) {
            ask(url + page);
        }
    }

    private static KVGrpc.KVBlockingStub kv(ManagedChannel channel) {
        return KVGrpc.newBlockingStub(channel).withDeadlineAfter(ANSWER_SECONDS * PUTS, TimeUnit.SECONDS);
    }

    /** Stays open until the channel goes. */
    private static void watch(ManagedChannel channel) throws InterruptedException {
        CountDownLatch created = new CountDownLatch(1);
        WatchGrpc.newStub(channel)
                .watch(new StreamObserver<WatchResponse>() {
                    @Override
                    public void onNext(WatchResponse answer) {
                        created.countDown();
                    }

                    @Override
                    public void onError(Throwable gone) {}

                    @Override
                    public void onCompleted() {}
                })
                .onNext(WatchRequest.newBuilder()
                        .setCreateRequest(WatchCreateRequest.newBuilder().setKey(KEY))
                        .build());
        if (!created.await(ANSWER_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("no watch after " + ANSWER_SECONDS + " s");
        }
    }

    private void exerciseTls() throws Exception {
        for (String version : List.of("1.3", "1.2")) {
            SslContext tls = GrpcSslContexts.forClient()
                    .trustManager(authority.path("ca.crt").toFile())
                    .keyManager(
                            authority.path("client.crt").toFile(),
                            authority.path("client.key").toFile())
                    .protocols("TLSv" + version)
                    .build();
            ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                    .sslContext(tls)
                    .build();
            try {
                for (int i = 0; i < SECURE_READS; i++) {
                    kv(channel).range(RANGE);
                }
            } finally {
                channel.shutdownNow();
            }
            String url = "https://127.0.0.1:";
            askSecurely(version, url + port + "/v3/kv/range", "--data", "{\"key\": \"Zm9v\"}");
            for (String page : List.of("/members", "/version")) {
                askSecurely(version, url + peerPort + page);
            }
        }
    }

    private void askSecurely(String version, String url, String... more) {
        List<String> all = new ArrayList<>(List.of(
                "--tls-max", version,
                "--cacert", authority.path("ca.crt").toString(),
                "--cert", authority.path("client.crt").toString(),
                "--key", authority.path("client.key").toString()));
        all.addAll(Arrays.asList(more));
        ask(url, all.toArray(String[]::new));
    }

    /** By HTTP/1.1. Training does not judge answers, a page that fails is trained as well; but there must be one. */
    private static void ask(String url, String... more) {
        List<String> all = new ArrayList<>(List.of("--silent", "--show-error", "--http1.1", "--no-alpn", "--max-time", "10"));
        all.addAll(Arrays.asList(more));
        all.add(url);
        Program.of("curl").output(all.toArray(String[]::new));
    }
}
