// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bench;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.cairn.node.wire.etcdserverpb.MaintenanceGrpc;
import dev.cairn.node.wire.etcdserverpb.StatusRequest;
import dev.cairn.node.wire.etcdserverpb.StatusResponse;
import dev.cairn.testkit.MemberProcess;
import dev.cairn.testkit.Program;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A member under measurement, ours or real etcd, on a directory that goes with it. */
record BenchedMember(Kind kind, MemberProcess process, Path directory) implements AutoCloseable {
    private static final byte[] LINEARIZABLE_GET = "{\"key\":\"YQ==\"}".getBytes(StandardCharsets.UTF_8);
    private static final int ASK_MILLIS = 1000;
    private static final long LOOK_MILLIS = 5;
    private static final long ANSWER_SECONDS = 60;

    /** Whose member it is. */
    enum Kind {
        ETCD,
        CAIRN;

        Path program() {
            return this == ETCD
                    ? Program.stock("etcd-3.7").path()
                    : Path.of("bin", "etcd").toAbsolutePath();
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A cluster of so many members, none of them started. */
    static List<BenchedMember> cluster(Kind kind, int members, String... flags) throws IOException {
        List<BenchedMember> cluster = new ArrayList<>();
        for (int i = 0; i < members; i++) {
            Path directory = Files.createTempDirectory("bench-" + kind + "-");
            MemberProcess process = new MemberProcess(List.of(kind.program().toString()), directory.resolve("data"))
                    .named("m" + i)
                    .with(flags);
            cluster.add(new BenchedMember(kind, process, directory));
        }
        MemberProcess.found(cluster.stream().map(BenchedMember::process).toList());
        return cluster;
    }

    /** One that has answered its first linearizable get. */
    static BenchedMember single(Kind kind, String... flags) throws IOException {
        BenchedMember member = cluster(kind, 1, flags).getFirst();
        member.process.launch();
        member.awaitGet();
        return member;
    }

    int port() {
        return process.clientPort();
    }

    /** Returns once it answers a linearizable get at its client port, as any client would ask. */
    void awaitGet() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(ANSWER_SECONDS);
        while (!answersGet()) {
            if (!process.isAlive() || System.nanoTime() - deadline >= 0) {
                throw new AssertionError("the server does not answer:\n" + process.endOfLog());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
        }
    }

    private boolean answersGet() {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create(process.clientUrl() + "/v3/kv/range").toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(ASK_MILLIS);
            connection.setReadTimeout(ASK_MILLIS);
            connection.setDoOutput(true);
            try (OutputStream body = connection.getOutputStream()) {
                body.write(LINEARIZABLE_GET);
            }
            boolean ok = connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            connection.disconnect();
            return ok;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Empty where it does not answer. */
    Optional<StatusResponse> status() {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", port())
                .usePlaintext()
                .build();
        try {
            return Optional.of(MaintenanceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(2, TimeUnit.SECONDS)
                    .status(StatusRequest.getDefaultInstance()));
        } catch (StatusRuntimeException notYet) {
            return Optional.empty();
        } finally {
            channel.shutdownNow();
        }
    }

    @Override
    public void close() throws IOException {
        if (process.isAlive()) {
            process.stop();
        }
        MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
    }
}
