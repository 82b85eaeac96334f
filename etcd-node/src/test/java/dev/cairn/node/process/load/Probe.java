// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.load;

import dev.cairn.node.process.cluster.RealMember;
import dev.cairn.node.sim.check.HashCheck;
import dev.cairn.node.sim.check.WatchSegment;
import dev.cairn.node.wire.etcdserverpb.CompactionRequest;
import dev.cairn.node.wire.etcdserverpb.HashKVRequest;
import dev.cairn.node.wire.etcdserverpb.KVGrpc;
import dev.cairn.node.wire.etcdserverpb.LeaseGrpc;
import dev.cairn.node.wire.etcdserverpb.LeaseLeasesRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseStatus;
import dev.cairn.node.wire.etcdserverpb.MaintenanceGrpc;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.StatusRequest;
import dev.cairn.node.wire.etcdserverpb.WatchGrpc;
import dev.cairn.node.wire.etcdserverpb.WatchResponse;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Questions to a member that are no part of the load. They are asked again while there is no leader. */
public final class Probe {
    private static final long PATIENCE_SECONDS = 120;
    private static final long ASK_SECONDS = 20;
    private static final long RETRY_MILLIS = 100;

    private Probe() {}

    private interface Question<T> {
        T ask();
    }

    private static <T> T insist(Question<T> question) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try {
                return question.ask();
            } catch (StatusRuntimeException e) {
                if (System.nanoTime() - end > 0) {
                    throw new AssertionError("progress: no answer in " + PATIENCE_SECONDS + " s: " + e, e);
                }
                Load.pause(RETRY_MILLIS);
            }
        }
    }

    private static KVGrpc.KVBlockingStub kv(RealMember.Life member) {
        return KVGrpc.newBlockingStub(member.channel()).withDeadlineAfter(ASK_SECONDS, TimeUnit.SECONDS);
    }

    private static MaintenanceGrpc.MaintenanceBlockingStub maintenance(RealMember.Life member) {
        return MaintenanceGrpc.newBlockingStub(member.channel()).withDeadlineAfter(ASK_SECONDS, TimeUnit.SECONDS);
    }

    /** The newest revision, by a linearizable read. */
    public static long revision(RealMember.Life member) {
        return insist(() -> kv(member)
                .range(RangeRequest.newBuilder()
                        .setKey(Requests.EVERYTHING)
                        .setCountOnly(true)
                        .build())
                .getHeader()
                .getRevision());
    }

    /** All that a new watcher is told from a revision to another. */
    public static WatchSegment replay(RealMember.Life member, long from, long to) {
        WatchSegment told = new WatchSegment("a new watcher at " + member, "", from);
        CompletableFuture<Void> end = new CompletableFuture<>();
        if (to < Math.max(2, from)) {
            return told;
        }
        StreamObserver<WatchResponse> listening = new StreamObserver<>() {
            @Override
            public void onNext(WatchResponse response) {
                if (response.getCanceled()) {
                    end.completeExceptionally(new AssertionError("watch: cancelled: " + response));
                } else if (response.getEventsCount() > 0 && !end.isDone()) {
                    told.response(Watcher.events(response));
                    if (told.lastRevision() >= to) {
                        end.complete(null);
                    }
                }
            }

            @Override
            public void onError(Throwable error) {
                end.completeExceptionally(error);
            }

            @Override
            public void onCompleted() {
                end.completeExceptionally(new AssertionError("watch: the stream ended at " + told.lastRevision()));
            }
        };
        var asking = WatchGrpc.newStub(member.channel()).watch(listening);
        asking.onNext(Watcher.request("", from));
        try {
            end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(
                    "watch: " + told.watcher() + " from " + from + " was told up to revision " + told.lastRevision()
                            + " of " + to + ": " + e,
                    e);
        } finally {
            asking.onCompleted();
        }
        return told;
    }

    public static void hash(RealMember.Life member, long revision, HashCheck hashes) {
        var hash = insist(() -> maintenance(member)
                .hashKV(HashKVRequest.newBuilder().setRevision(revision).build()));
        hashes.hashed(member.toString(), revision, hash.getCompactRevision(), false, hash.getHash());
    }

    public static void compact(RealMember.Life member, long revision) {
        insist(() -> kv(member)
                .compact(CompactionRequest.newBuilder()
                        .setRevision(revision)
                        .setPhysical(true)
                        .build()));
    }

    public static List<Long> leases(RealMember.Life member) {
        return insist(() -> LeaseGrpc.newBlockingStub(member.channel())
                        .withDeadlineAfter(ASK_SECONDS, TimeUnit.SECONDS)
                        .leaseLeases(LeaseLeasesRequest.getDefaultInstance()))
                .getLeasesList()
                .stream()
                .map(LeaseStatus::getID)
                .toList();
    }

    public static List<String> keys(RealMember.Life member) {
        return insist(() -> kv(member)
                        .range(RangeRequest.newBuilder()
                                .setKey(Requests.EVERYTHING)
                                .setRangeEnd(Requests.EVERYTHING)
                                .setKeysOnly(true)
                                .build()))
                .getKvsList()
                .stream()
                .map(kv -> kv.getKey().toStringUtf8())
                .toList();
    }

    /** Whom a member takes for the leader, by id, and nothing where it knows none or does not answer. */
    public static OptionalLong leader(RealMember.Life member) {
        try {
            long leader = maintenance(member)
                    .status(StatusRequest.getDefaultInstance())
                    .getLeader();
            return leader == 0 ? OptionalLong.empty() : OptionalLong.of(leader);
        } catch (StatusRuntimeException unanswered) {
            return OptionalLong.empty();
        }
    }

    public static long id(RealMember.Life member) {
        return insist(() -> maintenance(member).status(StatusRequest.getDefaultInstance()))
                .getHeader()
                .getMemberId();
    }

    /** The clock of the leases' history. */
    public static long nowMillis() {
        return Observed.nowMillis();
    }
}
