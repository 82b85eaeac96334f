// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.service;

import dev.cairn.node.membership.MemberJson;
import dev.cairn.node.membership.MembersView;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Health;
import dev.cairn.node.server.PeerClient;
import dev.cairn.node.server.PeerRequests;
import dev.cairn.node.server.Reply;
import dev.cairn.node.server.stage.LiveFeatures;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.HashKVResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseTimeToLiveRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseTimeToLiveResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The answers to other members' questions; each call waits for its answer. */
public final class PeerAnswers implements PeerRequests {
    private final Health health;
    private final RaftMembership membership;
    private final RaftLeases leases;
    private final NodeMaintenance maintenance;
    private final LiveFeatures live;
    private final long timeoutNanos;

    public PeerAnswers(
            Health health,
            RaftMembership membership,
            RaftLeases leases,
            NodeMaintenance maintenance,
            LiveFeatures live,
            long timeoutNanos) {
        this.health = health;
        this.membership = membership;
        this.leases = leases;
        this.maintenance = maintenance;
        this.live = live;
        this.timeoutNanos = timeoutNanos;
    }

    @Override
    public PeerClient.VersionsAnswer versions() {
        return new PeerClient.VersionsAnswer(health.serverVersion(), health.clusterVersion(), health.storageVersion());
    }

    @Override
    public String promote(long memberId) {
        MembersView after = await(reply -> membership.promoteAsLeader(Caller.MEMBER, memberId, reply));
        return MemberJson.writeList(after.members());
    }

    @Override
    public HashKVResponse hashKv(long revision) {
        return maintenance.hashKv(revision);
    }

    @Override
    public long renewLease(long leaseId) {
        return this.<Long>await(reply -> leases.renewAsLeader(leaseId, reply));
    }

    @Override
    public LeaseTimeToLiveResponse leaseTimeToLive(long leaseId, boolean keys) {
        LeaseTimeToLiveRequest request =
                LeaseTimeToLiveRequest.newBuilder().setID(leaseId).setKeys(keys).build();
        return await(reply -> leases.timeToLiveAsLeader(request, reply));
    }

    @Override
    public boolean isDowngradeEnabled() {
        this.<Void>await(reply -> health.linearizableRead(reply));
        return live.now().members().view().downgrade().enabled();
    }

    private <T> T await(Consumer<Reply<T>> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        question.accept(new Reply<>() {
            @Override
            public void done(T value) {
                answer.complete(value);
            }

            @Override
            public void failed(RuntimeException error) {
                answer.completeExceptionally(error);
            }
        });
        try {
            return answer.get(timeoutNanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EtcdError.STOPPED.exception();
        } catch (TimeoutException e) {
            throw EtcdError.TIMEOUT.exception();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException refusal ? refusal : new IllegalStateException(e.getCause());
        }
    }
}
