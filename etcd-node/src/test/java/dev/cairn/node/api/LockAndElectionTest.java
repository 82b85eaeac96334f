// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import dev.cairn.node.testkit.Eventually;
import dev.cairn.node.wire.etcdserverpb.KVGrpc;
import dev.cairn.node.wire.etcdserverpb.LeaseGrantRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseGrpc;
import dev.cairn.node.wire.etcdserverpb.LeaseRevokeRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.mvccpb.KeyValue;
import dev.cairn.node.wire.v3electionpb.CampaignRequest;
import dev.cairn.node.wire.v3electionpb.CampaignResponse;
import dev.cairn.node.wire.v3electionpb.ElectionGrpc;
import dev.cairn.node.wire.v3electionpb.LeaderKey;
import dev.cairn.node.wire.v3electionpb.LeaderRequest;
import dev.cairn.node.wire.v3electionpb.LeaderResponse;
import dev.cairn.node.wire.v3electionpb.ProclaimRequest;
import dev.cairn.node.wire.v3electionpb.ResignRequest;
import dev.cairn.node.wire.v3lockpb.LockGrpc;
import dev.cairn.node.wire.v3lockpb.LockRequest;
import dev.cairn.node.wire.v3lockpb.LockResponse;
import dev.cairn.node.wire.v3lockpb.UnlockRequest;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Locks and elections as generated clients see them. */
class LockAndElectionTest {
    private final ApiFixture api = ApiFixture.plain();
    private final LockGrpc.LockFutureStub locks = LockGrpc.newFutureStub(api.channel());
    private final ElectionGrpc.ElectionFutureStub elections = ElectionGrpc.newFutureStub(api.channel());

    @AfterEach
    void stop() throws Exception {
        api.close();
    }

    @Test
    void aLockIsHeldByOneAndPassesOnWhenItIsGivenBack() throws Exception {
        LockResponse first = locks.lock(lock(lease())).get(10, TimeUnit.SECONDS);
        ListenableFuture<LockResponse> second = locks.lock(lock(lease()));
        ListenableFuture<LockResponse> third = locks.lock(lock(lease()));
        awaitKeys(3);
        assertThat(second.isDone() || third.isDone()).isFalse();
        unlock(first.getKey());
        ByteString next = awaitOne(second, third).getKey();
        assertThat(keys().getFirst().getKey())
                .as("the oldest of those that wait")
                .isEqualTo(next);
        unlock(next);
        assertThat(second.get(10, TimeUnit.SECONDS).getKey())
                .isNotEqualTo(third.get(10, TimeUnit.SECONDS).getKey());
    }

    @Test
    void theKeyIsTheNameAndTheLeaseInHexadecimal() throws Exception {
        long lease = lease();
        assertThat(locks.lock(lock(lease)).get(10, TimeUnit.SECONDS).getKey().toStringUtf8())
                .isEqualTo("name/" + Long.toHexString(lease));
        assertThat(keys().getFirst().getLease()).isEqualTo(lease);
    }

    @Test
    void aSessionThatHoldsALockGetsItAgain() throws Exception {
        LockRequest same = lock(lease());
        LockResponse first = locks.lock(same).get(10, TimeUnit.SECONDS);
        assertThat(locks.lock(same).get(10, TimeUnit.SECONDS).getKey()).isEqualTo(first.getKey());
        assertThat(keys()).hasSize(1);
    }

    @Test
    void aLockGoesWithItsLease() throws Exception {
        long lease = lease();
        locks.lock(lock(lease)).get(10, TimeUnit.SECONDS);
        ListenableFuture<LockResponse> next = locks.lock(lock(lease()));
        awaitKeys(2);
        revoke(lease);
        assertThat(next.get(10, TimeUnit.SECONDS).getKey())
                .isEqualTo(keys().getFirst().getKey());
    }

    @Test
    void whoWaitsWithoutItsLeaseIsToldThatItsSessionIsOver() throws Exception {
        LockResponse first = locks.lock(lock(lease())).get(10, TimeUnit.SECONDS);
        long lease = lease();
        ListenableFuture<LockResponse> second = locks.lock(lock(lease));
        awaitKeys(2);
        revoke(lease);
        unlock(first.getKey());
        assertThatThrownBy(() -> second.get(10, TimeUnit.SECONDS)).hasMessageContaining("mutex: session is expired");
    }

    @Test
    void whoGivesUpWaitingLeavesTheQueue() throws Exception {
        locks.lock(lock(lease())).get(10, TimeUnit.SECONDS);
        ListenableFuture<LockResponse> second = locks.lock(lock(lease()));
        awaitKeys(2);
        second.cancel(true);
        awaitKeys(1);
        Eventually.within(20, "in time", () -> api.member.watches.open.get() == 0);
    }

    @Test
    void aCandidateLeadsWhenTheOneBeforeResignsAndProclaimsItsValues() throws Exception {
        LeaderKey first = campaign("a").get(10, TimeUnit.SECONDS).getLeader();
        ListenableFuture<CampaignResponse> second = campaign("b");
        awaitKeys(2);
        assertThat(leader().getKv().getValue().toStringUtf8()).isEqualTo("a");
        elections
                .proclaim(ProclaimRequest.newBuilder()
                        .setLeader(first)
                        .setValue(ByteString.copyFromUtf8("a2"))
                        .build())
                .get(10, TimeUnit.SECONDS);
        assertThat(leader().getKv().getValue().toStringUtf8()).isEqualTo("a2");
        assertThat(second.isDone()).isFalse();
        elections.resign(ResignRequest.newBuilder().setLeader(first).build()).get(10, TimeUnit.SECONDS);
        assertThat(second.get(10, TimeUnit.SECONDS).getLeader().getName().toStringUtf8())
                .isEqualTo("name");
        assertThat(leader().getKv().getValue().toStringUtf8()).isEqualTo("b");
        assertThatThrownBy(() -> elections
                        .proclaim(ProclaimRequest.newBuilder().setLeader(first).build())
                        .get(10, TimeUnit.SECONDS))
                .hasMessageContaining("election: not leader");
    }

    @Test
    void aCandidateThatGivesUpLeavesTheQueue() throws Exception {
        campaign("a").get(10, TimeUnit.SECONDS);
        ListenableFuture<CampaignResponse> second = campaign("b");
        awaitKeys(2);
        second.cancel(true);
        awaitKeys(1);
    }

    @Test
    void whoObservesIsToldOfEveryLeaderAndWhatItProclaims() throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        ElectionGrpc.newStub(api.channel()).observe(name(), new StreamObserver<>() {
            @Override
            public void onNext(LeaderResponse leader) {
                told.add(leader.getKv().getValue().toStringUtf8());
            }

            @Override
            public void onError(Throwable error) {
                told.add(error.toString());
            }

            @Override
            public void onCompleted() {
                told.add("completed");
            }
        });
        Eventually.within(20, "in time", () -> api.member.watches.open.get() == 1);
        LeaderKey first = campaign("a").get(10, TimeUnit.SECONDS).getLeader();
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("a");
        elections
                .proclaim(ProclaimRequest.newBuilder()
                        .setLeader(first)
                        .setValue(ByteString.copyFromUtf8("a2"))
                        .build())
                .get(10, TimeUnit.SECONDS);
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("a2");
        campaign("b");
        awaitKeys(2);
        elections.resign(ResignRequest.newBuilder().setLeader(first).build()).get(10, TimeUnit.SECONDS);
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("b");
    }

    @Test
    void whatIsAskedWithoutALeaderIsRefusedInEtcdsWords() {
        assertThatThrownBy(this::leader).hasMessageContaining("election: no leader");
        assertThatThrownBy(() ->
                        elections.proclaim(ProclaimRequest.getDefaultInstance()).get(10, TimeUnit.SECONDS))
                .hasMessageContaining("UNKNOWN: \"leader\" field must be provided");
        assertThatThrownBy(() ->
                        elections.resign(ResignRequest.getDefaultInstance()).get(10, TimeUnit.SECONDS))
                .hasMessageContaining("\"leader\" field must be provided");
    }

    @Test
    void whatTheirOwnQuestionsAreRefusedIsUnknown() {
        assertThatThrownBy(
                        () -> locks.unlock(UnlockRequest.getDefaultInstance()).get(10, TimeUnit.SECONDS))
                .hasMessageContaining("UNKNOWN: etcdserver: key is not provided");
    }

    @Test
    void bothAreThereInJson() throws Exception {
        assertThat(api.send("POST", "/v3/lock/lock", "{\"name\":\"bmFtZQ==\"}").body())
                .contains("\"key\":\"bmFtZS8");
        assertThat(api.send("POST", "/v3/election/leader", "{\"name\":\"bm8=\"}")
                        .body())
                .contains("election: no leader");
    }

    private ListenableFuture<CampaignResponse> campaign(String value) {
        return elections.campaign(CampaignRequest.newBuilder()
                .setName(ByteString.copyFromUtf8("name"))
                .setLease(lease())
                .setValue(ByteString.copyFromUtf8(value))
                .build());
    }

    private LeaderResponse leader() throws Exception {
        return elections.leader(name()).get(10, TimeUnit.SECONDS);
    }

    private static LeaderRequest name() {
        return LeaderRequest.newBuilder()
                .setName(ByteString.copyFromUtf8("name"))
                .build();
    }

    private static LockRequest lock(long lease) {
        return LockRequest.newBuilder()
                .setName(ByteString.copyFromUtf8("name"))
                .setLease(lease)
                .build();
    }

    private void unlock(ByteString key) throws Exception {
        locks.unlock(UnlockRequest.newBuilder().setKey(key).build()).get(10, TimeUnit.SECONDS);
    }

    private long lease() {
        return LeaseGrpc.newBlockingStub(api.channel())
                .leaseGrant(LeaseGrantRequest.newBuilder().setTTL(60).build())
                .getID();
    }

    private void revoke(long lease) {
        LeaseGrpc.newBlockingStub(api.channel())
                .leaseRevoke(LeaseRevokeRequest.newBuilder().setID(lease).build());
    }

    /** Oldest first. */
    private List<KeyValue> keys() {
        return KVGrpc.newBlockingStub(api.channel())
                .range(RangeRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8("name/"))
                        .setRangeEnd(ByteString.copyFromUtf8("name0"))
                        .setSortTarget(RangeRequest.SortTarget.CREATE)
                        .build())
                .getKvsList();
    }

    private void awaitKeys(int count) {
        Eventually.within(20, "in time", () -> keys().size() == count);
    }

    private static LockResponse awaitOne(ListenableFuture<LockResponse> one, ListenableFuture<LockResponse> other)
            throws Exception {
        Eventually.within(20, "in time", () -> one.isDone() || other.isDone());
        return (one.isDone() ? one : other).get();
    }
}
