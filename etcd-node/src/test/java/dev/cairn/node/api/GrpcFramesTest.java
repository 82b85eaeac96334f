// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.cairn.node.testkit.Eventually;
import dev.cairn.node.wire.etcdserverpb.KVGrpc;
import dev.cairn.node.wire.etcdserverpb.LeaseKeepAliveRequest;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What gRPC clients can make a member hold for them by sending parts, and that parts make up a whole. */
class GrpcFramesTest {
    private static final String PUT = "/etcdserverpb.KV/Put";
    private static final String WATCH = "/etcdserverpb.Watch/Watch";
    private static final int MIB = 1024 * 1024;

    /** An eighth of it is for requests, a fifth for calls of 4 KiB each. */
    private final ApiFixture api = ApiFixture.plain(32L * MIB);

    @AfterEach
    void stop() throws Exception {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 5, 6, 1000, 16_000, 16_384})
    void aMessageIsTheSameInFramesOfAnySize(int frameBytes) throws Exception {
        byte[] value = new byte[20_000];
        new Random(frameBytes).nextBytes(value);
        byte[] body = message(PutRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8("k"))
                .setValue(ByteString.copyFrom(value))
                .build());
        try (RawHttp2 client = new RawHttp2(api.port())) {
            assertThat(client.post(PUT, body, frameBytes)).contains("grpc-status: 0");
        }
        var range =
                RangeRequest.newBuilder().setKey(ByteString.copyFromUtf8("k")).build();
        assertThat(KVGrpc.newBlockingStub(api.channel()).range(range).getKvs(0).getValue())
                .isEqualTo(ByteString.copyFrom(value));
        assertThat(used("requests")).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 6, 7, 11, 64})
    void messagesOfAStreamAreToldApartInFramesOfAnySize(int frameBytes) throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int i = 1; i <= 20; i++) {
            body.writeBytes(
                    message(LeaseKeepAliveRequest.newBuilder().setID(1L << i).build()));
        }
        try (RawHttp2 client = new RawHttp2(api.port())) {
            assertThat(client.post("/etcdserverpb.Lease/LeaseKeepAlive", body.toByteArray(), frameBytes))
                    .contains("grpc-status: 0");
        }
    }

    @Test
    void aMessageLargerThanAllWindowsArrives() throws Exception {
        byte[] body = message(PutRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8("k"))
                .setValue(ByteString.copyFrom(new byte[1_400_000]))
                .build());
        try (RawHttp2 client = new RawHttp2(api.port())) {
            for (int i = 0; i < 5; i++) {
                assertThat(client.post(PUT, body, 16_384)).contains("grpc-status: 0");
            }
        }
    }

    /** Often, as it is a matter of turns whether the room of who is refused comes to the others in time. */
    @RepeatedTest(10)
    void unfinishedMessagesAreHeldUpToABoundAndSmallRequestsGoOn() throws Exception {
        byte[] beginning =
                ByteBuffer.allocate(MIB).put((byte) 0).putInt(MIB + MIB / 2).array();
        assertPut();
        try (RawHttp2 slow = new RawHttp2(api.port())) {
            List<CompletableFuture<String>> calls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                calls.add(slow.begin(PUT, beginning));
            }
            Eventually.within(20, "in time", () -> calls.stream().anyMatch(CompletableFuture::isDone));
            assertThat(calls.stream()
                            .filter(CompletableFuture::isDone)
                            .findFirst()
                            .orElseThrow()
                            .get())
                    .contains("grpc-status: 8")
                    .contains("too many requests");
            assertThat(used("requests")).isBetween(1.0, 4.0 * MIB);
            assertPut();
        }
        Eventually.within(20, "in time", () -> used("requests") == 0);
    }

    @Test
    void openCallsAreHeldUpToABoundAndOthersGoOn() throws Exception {
        int all = 32 * MIB / 5 / 4096;
        byte[] nothing = new byte[0];
        try (RawHttp2 many = new RawHttp2(api.port())) {
            List<CompletableFuture<String>> calls = new ArrayList<>();
            for (int i = 0; i < all + 10; i++) {
                calls.add(many.begin(WATCH, nothing));
            }
            Eventually.within(20, "in time", () -> calls.getLast().isDone());
            assertThat(calls.getLast().get()).contains("grpc-status: 8").contains("too many requests");
            assertThat(calls.getFirst().isDone()).isFalse();
            assertPut();
        }
        Eventually.within(20, "in time", () -> used("calls") == 0);
    }

    @Test
    void aMessageThatEndsTooEarlyIsNotPassedOn() {
        assertThat(endOf(new byte[] {0, 0, 0, 0, 9, 1})).isEqualTo(Status.Code.UNKNOWN);
        assertThat(used("requests")).isZero();
    }

    private Status.Code endOf(byte[] body) {
        try (RawHttp2 client = new RawHttp2(api.port())) {
            String answer = client.post(PUT, body, 1);
            return Status.fromCodeValue(Integer.parseInt(answer.lines()
                            .filter(line -> line.startsWith("grpc-status: "))
                            .findFirst()
                            .orElseThrow()
                            .substring("grpc-status: ".length())))
                    .getCode();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void assertPut() throws StatusRuntimeException {
        var small = PutRequest.newBuilder().setKey(ByteString.copyFromUtf8("k")).build();
        assertThat(KVGrpc.newBlockingStub(api.channel()).put(small).getHeader().getRevision())
                .isPositive();
    }

    private static byte[] message(MessageLite message) {
        byte[] bytes = message.toByteArray();
        return ByteBuffer.allocate(5 + bytes.length)
                .put((byte) 0)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }

    private double used(String kind) {
        return api.registry.get("cairn_client_bytes").tag("kind", kind).gauge().value();
    }
}
