// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.KVGrpc;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.PutResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Stopping: nobody new, what is under way ends well, what does not end is cut off. */
class GracefulStopTest {
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final PutRequest PUT =
            PutRequest.newBuilder().setKey(ByteString.copyFromUtf8("k")).build();

    @Test
    void callUnderWayIsFinished() throws Exception {
        try (ApiFixture api = ApiFixture.plain()) {
            api.member.kv.holdAnswers();
            Future<PutResponse> call = KVGrpc.newFutureStub(api.channel()).put(PUT);
            api.member.kv.awaitHeldAnswer();
            int port = api.port();
            Future<Boolean> stopped = stop(api, GRACE);
            awaitRefused(port);
            assertThat(call).isNotDone();
            api.member.kv.releaseAnswers();
            assertThat(call.get(10, TimeUnit.SECONDS).getHeader().getRevision()).isEqualTo(2);
            assertThat(stopped.get(10, TimeUnit.SECONDS))
                    .as("nothing was cut off")
                    .isTrue();
        }
    }

    @Test
    void callThatDoesNotEndIsCutOff() throws Exception {
        try (ApiFixture api = ApiFixture.plain()) {
            api.member.kv.holdAnswers();
            Future<PutResponse> call = KVGrpc.newFutureStub(api.channel()).put(PUT);
            api.member.kv.awaitHeldAnswer();
            assertThat(stop(api, Duration.ofMillis(200)).get(10, TimeUnit.SECONDS))
                    .isFalse();
            assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS)).hasMessageContaining("UNAVAILABLE");
        }
    }

    @Test
    void httpRequestUnderWayIsAnsweredAndIdleConnectionsAreClosed() throws Exception {
        try (ApiFixture api = ApiFixture.plain();
                RawConnection idle = new RawConnection(api.port());
                RawConnection busy = new RawConnection(api.port())) {
            idle.send("GET /version HTTP/1.1\r\nHost: x\r\n\r\n").readUntil("}");
            api.member.health.holdReads = true;
            busy.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
            var read = api.member.health.heldReads.take();
            Future<Boolean> stopped = stop(api, GRACE);
            assertThat(idle.readToEnd()).isEmpty();
            read.done(null);
            assertThat(busy.readToEnd()).contains("\"health\":\"true\"");
            assertThat(stopped.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void watchesEndAtOnceSoThatClientsGoElsewhere() throws Exception {
        try (ApiFixture api = ApiFixture.plain()) {
            WatchClient watch = WatchClient.open(api.channel(), false);
            watch.create("k", 0);
            assertThat(watch.next().getCreated()).isTrue();
            assertThat(stop(api, GRACE).get(10, TimeUnit.SECONDS)).isTrue();
            Status end = Status.fromThrowable(watch.end());
            assertThat(end.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(end.getDescription()).isEqualTo(EtcdError.STOPPED.text());
            assertThat(api.member.watches.open).hasValue(0);
        }
    }

    @Test
    void stoppedServerRefusesCalls() throws Exception {
        try (ApiFixture api = ApiFixture.plain()) {
            var channel = api.channel();
            KVGrpc.newBlockingStub(channel).put(PUT);
            stop(api, GRACE).get(10, TimeUnit.SECONDS);
            assertThatThrownBy(() -> KVGrpc.newBlockingStub(channel).put(PUT))
                    .isInstanceOf(StatusRuntimeException.class)
                    .hasMessageContaining("UNAVAILABLE");
        }
    }

    private static Future<Boolean> stop(ApiFixture api, Duration grace) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return api.server.stop(grace);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                api.blocking);
    }

    private static void awaitRefused(int port) throws Exception {
        for (boolean open = true; open; ) {
            try (RawConnection probe = new RawConnection(port)) {
                probe.readToEnd();
            } catch (ConnectException refused) {
                open = false;
            } catch (SocketException accepted) {
                // By the listener's backlog, in the moment in which it closed: the next one is refused.
            }
        }
    }
}
