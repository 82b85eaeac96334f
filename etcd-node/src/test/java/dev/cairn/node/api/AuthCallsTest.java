// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.server.Caller;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.AuthGrpc;
import dev.cairn.node.wire.etcdserverpb.AuthStatusRequest;
import dev.cairn.node.wire.etcdserverpb.AuthenticateRequest;
import dev.cairn.node.wire.etcdserverpb.AuthenticateResponse;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a token comes to the member, by gRPC and through the gateway, and how many logins one connection may have. */
class AuthCallsTest {
    private static final int TURNS = 8;

    private final ApiFixture api = ApiFixture.plain();

    @AfterEach
    void close() throws Exception {
        api.close();
    }

    private Caller callerOf(String key, String value) {
        Metadata metadata = new Metadata();
        metadata.put(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER), value);
        var stub = AuthGrpc.newBlockingStub(api.channel())
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));
        try {
            stub.authStatus(AuthStatusRequest.getDefaultInstance());
        } catch (StatusRuntimeException refused) {
            assertThat(refused.getStatus().getDescription()).isEqualTo(EtcdError.UNKNOWN_METHOD.text());
        }
        return api.member.auth.lastCaller;
    }

    @ParameterizedTest
    @CsvSource({
        "token, abc.7, abc.7",
        "token, Bearer abc.7, abc.7",
        "authorization, abc.7, abc.7",
        "authorization, Bearer abc.7, abc.7",
        "other, abc.7, ''"
    })
    void aTokenComesWithTheCall(String key, String value, String token) {
        assertThat(callerOf(key, value)).isEqualTo(Caller.ANONYMOUS.withToken(token));
    }

    private HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path))
                .timeout(Duration.ofSeconds(10))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return api.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void theGatewayTakesItFromItsHeader() throws Exception {
        post("/v3/auth/status", "{}", "Authorization", "Bearer abc.7");

        assertThat(api.member.auth.lastCaller)
                .isEqualTo(Caller.ANONYMOUS.withToken("abc.7").throughGateway());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "enable",
                "disable",
                "status",
                "user/add",
                "user/get",
                "user/list",
                "user/delete",
                "user/changepw",
                "user/grant",
                "user/revoke",
                "role/add",
                "role/get",
                "role/list",
                "role/delete",
                "role/grant",
                "role/revoke"
            })
    void theGatewayHasEveryRoute(String route) throws Exception {
        assertThat(post("/v3/auth/" + route, "{}").body()).contains(EtcdError.UNKNOWN_METHOD.text());
        assertThat(post("/v3/auth/authenticate", "{}").body()).contains(EtcdError.AUTH_FAILED.text());
    }

    private LinkedBlockingQueue<Object> logins(ManagedChannel channel, int count) {
        LinkedBlockingQueue<Object> answers = new LinkedBlockingQueue<>();
        for (int i = 0; i < count; i++) {
            ClientCalls.asyncUnaryCall(
                    channel.newCall(AuthGrpc.getAuthenticateMethod(), CallOptions.DEFAULT),
                    AuthenticateRequest.newBuilder()
                            .setName("mary")
                            .setPassword("x")
                            .build(),
                    new StreamObserver<AuthenticateResponse>() {
                        @Override
                        public void onNext(AuthenticateResponse response) {
                            answers.add(response);
                        }

                        @Override
                        public void onError(Throwable error) {
                            answers.add(Status.fromThrowable(error));
                        }

                        @Override
                        public void onCompleted() {
                            // The answer came before.
                        }
                    });
        }
        return answers;
    }

    @Test
    void oneConnectionCannotTakeAllTurns() throws Exception {
        LinkedBlockingQueue<Object> flood = logins(api.channel(), TURNS + 1);

        assertThat(flood.poll(10, TimeUnit.SECONDS)).isInstanceOfSatisfying(Status.class, refused -> {
            assertThat(refused.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(refused.getDescription()).isEqualTo(EtcdError.TOO_MANY_LOGINS.text());
        });
        assertThat(api.member.auth.logins).hasSize(TURNS);

        LinkedBlockingQueue<Object> another = logins(api.channel(), 1);
        while (api.member.auth.logins.size() < TURNS + 1) {
            Thread.onSpinWait();
        }
        api.member.auth.logins.forEach(login -> login.done(AuthenticateResponse.getDefaultInstance()));
        assertThat(another.poll(10, TimeUnit.SECONDS)).isInstanceOf(AuthenticateResponse.class);
        for (int i = 0; i < TURNS; i++) {
            assertThat(flood.poll(10, TimeUnit.SECONDS)).isInstanceOf(AuthenticateResponse.class);
        }
    }

    @Test
    void aTurnIsGivenBack() throws Exception {
        ManagedChannel channel = api.channel();
        for (int i = 0; i < 2 * TURNS; i++) {
            LinkedBlockingQueue<Object> answers = logins(channel, 1);
            while (api.member.auth.logins.isEmpty()) {
                Thread.onSpinWait();
            }
            api.member.auth.logins.poll().failed(EtcdError.AUTH_FAILED.exception());
            assertThat(answers.poll(10, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            Status.class,
                            refused -> assertThat(refused.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
        }
    }
}
