// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no call and no request, answered as etcd 3.7's gRPC server answers it. */
class MalformedCallsTest {
    private static final String RANGE = "etcdserverpb.KV/Range";
    private static final String TXN = "etcdserverpb.KV/Txn";
    private static final String WATCH = "etcdserverpb.Watch/Watch";
    private static final String NO_MESSAGE = "proto: cannot parse invalid wire-format data";

    private ApiFixture api;

    @BeforeEach
    void serve() {
        api = ApiFixture.plain();
    }

    @AfterEach
    void stop() throws Exception {
        api.close();
    }

    private enum Bytes implements MethodDescriptor.Marshaller<byte[]> {
        MARSHALLER;

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    /** Sends bytes as they are and returns how the call ended. */
    private Status call(String method, MethodType type, byte[] request, CallOptions options) throws Exception {
        BlockingQueue<Status> end = new LinkedBlockingQueue<>();
        ClientCall<byte[], byte[]> call = api.channel()
                .newCall(
                        MethodDescriptor.newBuilder(Bytes.MARSHALLER, Bytes.MARSHALLER)
                                .setType(type)
                                .setFullMethodName(method)
                                .build(),
                        options);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        end.add(status);
                    }
                },
                new Metadata());
        call.request(2);
        call.sendMessage(request);
        call.halfClose();
        Status status = end.poll(20, TimeUnit.SECONDS);
        assertThat(status).as("in time").isNotNull();
        return status;
    }

    private Status unary(String method, byte[] request) throws Exception {
        return call(method, MethodType.UNARY, request, CallOptions.DEFAULT);
    }

    private static void assertStatus(Status status, Status.Code code, String description) {
        assertThat(status.getDescription()).isEqualTo(description);
        assertThat(status.getCode()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"255:255", "10:5:97", "15", "2:0", "11", "16:255:255:255:255:255:255:255:255:255:255:1"})
    void whatIsNoMessageIsSaidToBeNone(String numbers) throws Exception {
        String[] parts = numbers.split(":");
        byte[] request = new byte[parts.length];
        for (int i = 0; i < parts.length; i++) {
            request[i] = (byte) Integer.parseInt(parts[i]);
        }
        assertStatus(unary(RANGE, request), Status.Code.INTERNAL, "grpc: error unmarshalling request: " + NO_MESSAGE);
        assertStatus(
                unary("grpc.health.v1.Health/Check", request),
                Status.Code.INTERNAL,
                "grpc: error unmarshalling request: " + NO_MESSAGE);
        assertStatus(
                call(WATCH, MethodType.BIDI_STREAMING, request, CallOptions.DEFAULT),
                Status.Code.INTERNAL,
                "grpc: failed to unmarshal the received message: " + NO_MESSAGE);
    }

    @Test
    void textIsUtf8() throws Exception {
        assertStatus(
                unary("etcdserverpb.Cluster/MemberAdd", new byte[] {10, 2, (byte) 0xff, (byte) 0xfe}),
                Status.Code.INTERNAL,
                "grpc: error unmarshalling request: string field contains invalid UTF-8");
    }

    @Test
    void aMillionEmptyOperationsAreCountedNotBuilt() throws Exception {
        byte[] operations = new byte[2_000_000];
        for (int i = 0; i < operations.length; i += 2) {
            operations[i] = 0x12;
        }
        String tooMany = "etcdserver: too many operations in txn request";
        assertStatus(unary(TXN, operations), Status.Code.INVALID_ARGUMENT, tooMany);
        byte[] nested = TxnRequest.newBuilder()
                .addSuccess(RequestOp.newBuilder()
                        .setRequestTxn(TxnRequest.newBuilder()
                                .addSuccess(RequestOp.newBuilder()
                                        .setRequestTxn(TxnRequest.parseFrom(ByteBuffer.wrap(operations, 0, 40_000))))))
                .build()
                .toByteArray();
        assertStatus(unary(TXN, nested), Status.Code.INVALID_ARGUMENT, tooMany);
        byte[] unknown = new byte[300_000];
        for (int i = 0; i < unknown.length; i += 3) {
            unknown[i] = (byte) 0xf8;
            unknown[i + 1] = 1;
        }
        assertStatus(unary(RANGE, unknown), Status.Code.INVALID_ARGUMENT, tooMany);
    }

    @Test
    void transactionsNestAsDeepAsTheirBudget() throws Exception {
        TxnRequest deep = TxnRequest.newBuilder()
                .addSuccess(RequestOp.newBuilder()
                        .setRequestRange(RangeRequest.newBuilder().setKey(ByteString.copyFromUtf8("k"))))
                .build();
        for (int i = 0; i < 127; i++) {
            deep = TxnRequest.newBuilder()
                    .addSuccess(RequestOp.newBuilder().setRequestTxn(deep))
                    .build();
        }
        assertThat(unary(TXN, deep.toByteArray()).isOk()).isTrue();
        ByteString wrapped = deep.toByteString();
        for (int i = 0; i < 3_000; i++) {
            wrapped = field(2, field(4, wrapped));
        }
        assertStatus(
                unary(TXN, wrapped.toByteArray()),
                Status.Code.INTERNAL,
                "grpc: error unmarshalling request: proto: exceeded maximum recursion depth");
    }

    private static ByteString field(int number, ByteString value) throws IOException {
        ByteString.Output out = ByteString.newOutput();
        var coded = com.google.protobuf.CodedOutputStream.newInstance(out);
        coded.writeBytes(number, value);
        coded.flush();
        return out.toByteString();
    }

    @Test
    void compressedMessages() throws Exception {
        CallOptions gzip = CallOptions.DEFAULT.withCompression("gzip");
        assertStatus(
                call(RANGE, MethodType.UNARY, new byte[0], gzip),
                Status.Code.INVALID_ARGUMENT,
                "etcdserver: key is not provided");
        assertThat(raw("/" + RANGE, "01 0000000c 0102030405060708090a0b0c", "grpc-encoding", "gzip"))
                .contains(
                        "grpc-status: 13",
                        "grpc-message: grpc: failed to decompress the message: gzip: invalid header");
        assertStatus(
                call(RANGE, MethodType.UNARY, new byte[5 << 20], gzip),
                Status.Code.RESOURCE_EXHAUSTED,
                "grpc: received message after decompression larger than max 2097152");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "00 00000005 0a0161|UNKNOWN|unexpected EOF",
                "0000|UNKNOWN|EOF",
                "''|UNKNOWN|EOF",
                "01 00000003 0a0161|INTERNAL|grpc: compressed flag set with identity or empty encoding",
                "02 00000003 0a0161|INTERNAL|grpc: received unexpected payload format 2",
                "00 ffffffff 0a0161|RESOURCE_EXHAUSTED|grpc: received message larger than max (4294967295 vs. 2097152)",
                "00 00300000 0a0161|RESOURCE_EXHAUSTED|grpc: received message larger than max (3145728 vs. 2097152)",
                "00 00000003 0a0161 00 00000003 0a0161|OK|''",
                "00 00000003 0a0161 0000|OK|''",
                "00 00000003 0a0161 07 ffffffff|OK|''",
            })
    void frames(String hex, Status.Code code, String message) throws Exception {
        assertThat(raw("/" + RANGE, hex))
                .contains(
                        "grpc-status: " + code.value(), message.isEmpty() ? "grpc-status" : "grpc-message: " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "grpc-timeout|x|400|13|malformed grpc-timeout: transport: timeout string is too short: \"x\"",
                "grpc-timeout|1X|400|13|malformed grpc-timeout: transport: timeout unit is not recognized: \"1X\"",
                "grpc-timeout|123456789S|400|13|malformed grpc-timeout: transport: timeout string is too long: \"123456789S\"",
                "grpc-timeout|-1S|400|13|malformed grpc-timeout: strconv.ParseUint: parsing \"-1\": invalid syntax",
                "grpc-timeout|0S|200|4|context deadline exceeded",
                "grpc-encoding|foo|200|12|grpc: Decompressor is not installed for grpc-encoding \"foo\"",
            })
    void headers(String name, String value, int http, int code, String message) throws Exception {
        assertThat(raw("/" + RANGE, "00 00000003 0a0161", name, value))
                .contains(":status: " + http, "grpc-status: " + code, "grpc-message: " + message);
    }

    @ParameterizedTest
    @CsvSource({"x", "*", "etcdserverpb.KV/Range"})
    void pathsBeginWithASlash(String path) throws Exception {
        assertThat(raw(path, "00 00000003 0a0161"))
                .contains("grpc-status: 12", "grpc-message: malformed method name: \"" + path + "\"");
    }

    private String raw(String path, String hex, String... header) throws Exception {
        byte[] body = java.util.HexFormat.of().parseHex(hex.replace(" ", ""));
        try (RawHttp2 client = new RawHttp2(api.port())) {
            return client.post(path, body, header);
        }
    }
}
