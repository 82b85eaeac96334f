// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.DowngradeRequest;
import dev.cairn.node.wire.etcdserverpb.KVGrpc;
import dev.cairn.node.wire.etcdserverpb.LeaseGrpc;
import dev.cairn.node.wire.etcdserverpb.LeaseKeepAliveRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseKeepAliveResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseRevokeRequest;
import dev.cairn.node.wire.etcdserverpb.MaintenanceGrpc;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import dev.cairn.node.wire.etcdserverpb.TxnResponse;
import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Unary services and errors as a generated client sees them. */
class ServicesTest {
    private ApiFixture api;

    @BeforeEach
    void serve() {
        api = ApiFixture.plain();
    }

    @AfterEach
    void stop() throws Exception {
        api.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyErrorArrivesWithItsCodeAndText(EtcdError error) {
        api.member.kv.failNext(error.exception());
        Status status = Status.fromThrowable(catchThrowable(this::get));
        assertThat(status.getCode().value()).isEqualTo(error.code());
        assertThat(status.getDescription()).isEqualTo(error.text());
    }

    @Test
    void faultsArriveAsUnknownWithTheirText() {
        api.member.kv.failNext(new IllegalStateException("the disk is on fire"));
        Status status = Status.fromThrowable(catchThrowable(this::get));
        assertThat(status.getCode()).isEqualTo(Status.Code.UNKNOWN);
        assertThat(status.getDescription()).isEqualTo("the disk is on fire");
    }

    @Test
    void nestedTransactionsAreSplicedWhole() {
        KVGrpc.KVBlockingStub kv = KVGrpc.newBlockingStub(api.channel());
        PutRequest put = PutRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8("k"))
                .setValue(ByteString.copyFrom(new byte[20_000]))
                .build();
        TxnRequest inner = TxnRequest.newBuilder()
                .addSuccess(RequestOp.newBuilder().setRequestPut(put))
                .addSuccess(RequestOp.newBuilder()
                        .setRequestRange(RangeRequest.newBuilder().setKey(put.getKey())))
                .build();
        TxnResponse response = kv.txn(TxnRequest.newBuilder()
                .addSuccess(RequestOp.newBuilder().setRequestTxn(inner))
                .build());
        assertThat(response.getSucceeded()).isTrue();
        TxnResponse nested = response.getResponses(0).getResponseTxn();
        assertThat(nested.getResponses(1).getResponseRange().getKvs(0).getValue())
                .isEqualTo(put.getValue());
    }

    @Test
    void keepAlivesAreAnsweredInOrderUntilTheClientIsDone() throws Exception {
        CompletableFuture<List<Long>> answered = new CompletableFuture<>();
        StreamObserver<LeaseKeepAliveRequest> requests = LeaseGrpc.newStub(api.channel())
                .leaseKeepAlive(new StreamObserver<>() {
                    private final List<Long> ids = new ArrayList<>();

                    @Override
                    public void onNext(LeaseKeepAliveResponse response) {
                        ids.add(response.getID());
                    }

                    @Override
                    public void onError(Throwable error) {
                        answered.completeExceptionally(error);
                    }

                    @Override
                    public void onCompleted() {
                        answered.complete(ids);
                    }
                });
        for (long id = 1; id <= 5; id++) {
            requests.onNext(LeaseKeepAliveRequest.newBuilder().setID(id).build());
        }
        requests.onCompleted();
        assertThat(answered.get(10, TimeUnit.SECONDS)).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void unknownLeaseIsNotFound() {
        Status status = Status.fromThrowable(catchThrowable(() -> LeaseGrpc.newBlockingStub(api.channel())
                .leaseRevoke(LeaseRevokeRequest.newBuilder().setID(7).build())));
        assertThat(status.getCode()).isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void methodsThatAreNotThereAreUnimplemented() {
        var upgrade = MaintenanceGrpc.getDowngradeMethod().toBuilder()
                .setFullMethodName(MaintenanceGrpc.SERVICE_NAME + "/Upgrade")
                .build();
        Status status = Status.fromThrowable(catchThrowable(() -> ClientCalls.blockingUnaryCall(
                api.channel(), upgrade, CallOptions.DEFAULT, DowngradeRequest.getDefaultInstance())));
        assertThat(status.getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    }

    @Test
    void downgradeIsAnsweredWithTheClustersVersion() {
        assertThat(MaintenanceGrpc.newBlockingStub(api.channel())
                        .downgrade(DowngradeRequest.getDefaultInstance())
                        .getVersion())
                .isEqualTo("3.7");
    }

    @Test
    void grpcHealthSaysServing() {
        assertThat(HealthGrpc.newBlockingStub(api.channel())
                        .check(HealthCheckRequest.getDefaultInstance())
                        .getStatus())
                .isEqualTo(ServingStatus.SERVING);
    }

    private void get() {
        KVGrpc.newBlockingStub(api.channel())
                .range(RangeRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8("k"))
                        .build());
    }
}
