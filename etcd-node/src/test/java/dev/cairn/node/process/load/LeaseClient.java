// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.load;

import dev.cairn.node.process.cluster.RealMember;
import dev.cairn.node.sim.check.Call;
import dev.cairn.node.wire.etcdserverpb.LeaseGrantRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseGrpc;
import dev.cairn.node.wire.etcdserverpb.LeaseKeepAliveRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseKeepAliveResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseRevokeRequest;
import io.grpc.CallOptions;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/** One lease after the other: grants it, hangs a key on it, keeps it alive for a while, revokes it or lets it expire. */
final class LeaseClient implements Runnable {
    private static final long PATIENCE_SECONDS = 8;
    private static final int MAX_TTL_SECONDS = 5;
    private static final int MAX_RENEWALS = 8;
    private static final long RENEWAL_MILLIS = 300;
    private static final long NOBODY_UP_MILLIS = 50;

    private final Load load;
    private final int number;
    private final RandomGenerator random;

    LeaseClient(Load load, int number, RandomGenerator random) {
        this.load = load;
        this.number = number;
        this.random = random;
    }

    @Override
    public void run() {
        while (!load.isStopped()) {
            load.anyUp(random).ifPresentOrElse(this::hold, () -> Load.pause(NOBODY_UP_MILLIS));
        }
    }

    private void hold(RealMember.Life member) {
        long id = load.nextLease();
        String key = "l" + id;
        if (!grant(member, id, key)) {
            Load.pause(NOBODY_UP_MILLIS);
            return;
        }
        KvClient.ask(load, number, member, Call.put(key, load.observed().nextValue()), id);
        for (int left = random.nextInt(MAX_RENEWALS); left > 0 && !load.isStopped(); left--) {
            Load.pause(RENEWAL_MILLIS);
            load.anyUp(random).ifPresent(other -> renew(other, id));
        }
        if (random.nextInt(3) == 0) {
            load.anyUp(random).ifPresent(other -> revoke(other, id));
        }
    }

    private boolean grant(RealMember.Life member, long id, String key) {
        long asked = Observed.nowMillis();
        try {
            var granted = LeaseGrpc.newBlockingStub(member.channel())
                    .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .leaseGrant(LeaseGrantRequest.newBuilder()
                            .setID(id)
                            .setTTL(random.nextInt(1, MAX_TTL_SECONDS))
                            .build());
            load.observed().leases(leases -> leases.granted(id, key, asked, granted.getTTL()));
            return true;
        } catch (StatusRuntimeException unanswered) {
            return false;
        }
    }

    /** The renewal counts from when it was asked for: the server cannot have begun earlier. */
    private void renew(RealMember.Life member, long id) {
        long asked = Observed.nowMillis();
        keepAlive(member, id)
                .filter(renewed -> renewed.getTTL() > 0)
                .ifPresent(renewed -> load.observed()
                        .leases(leases -> leases.renewed(id, asked, Observed.nowMillis(), renewed.getTTL())));
    }

    private static Optional<LeaseKeepAliveResponse> keepAlive(RealMember.Life member, long id) {
        CompletableFuture<LeaseKeepAliveResponse> answer = new CompletableFuture<>();
        var call = member.channel().newCall(LeaseGrpc.getLeaseKeepAliveMethod(), CallOptions.DEFAULT);
        var asking = ClientCalls.asyncBidiStreamingCall(call, new StreamObserver<LeaseKeepAliveResponse>() {
            @Override
            public void onNext(LeaseKeepAliveResponse response) {
                answer.complete(response);
            }

            @Override
            public void onError(Throwable error) {
                answer.completeExceptionally(error);
            }

            @Override
            public void onCompleted() {
                answer.completeExceptionally(new IllegalStateException("ended without an answer"));
            }
        });
        try {
            asking.onNext(LeaseKeepAliveRequest.newBuilder().setID(id).build());
            return Optional.of(answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException unanswered) {
            return Optional.empty();
        } finally {
            call.cancel("answered, or waited for long enough", null);
        }
    }

    private void revoke(RealMember.Life member, long id) {
        load.observed().leases(leases -> leases.revoking(id));
        try {
            var revoked = LeaseGrpc.newBlockingStub(member.channel())
                    .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .leaseRevoke(LeaseRevokeRequest.newBuilder().setID(id).build());
            if (revoked.getHeader().getRevision() <= 0) {
                throw new AssertionError("a revoked lease's answer has no revision: " + revoked);
            }
        } catch (StatusRuntimeException unanswered) {
            Load.pause(NOBODY_UP_MILLIS);
        }
    }
}
