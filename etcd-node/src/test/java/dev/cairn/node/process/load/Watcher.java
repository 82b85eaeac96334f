// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.load;

import com.google.protobuf.ByteString;
import dev.cairn.node.process.cluster.RealMember;
import dev.cairn.node.sim.check.Event;
import dev.cairn.node.sim.check.Violation;
import dev.cairn.node.sim.check.WatchSegment;
import dev.cairn.node.wire.etcdserverpb.WatchCreateRequest;
import dev.cairn.node.wire.etcdserverpb.WatchGrpc;
import dev.cairn.node.wire.etcdserverpb.WatchRequest;
import dev.cairn.node.wire.etcdserverpb.WatchResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Watches at one member, and goes on in each of its lives from the revision after the last it was told of. */
public final class Watcher implements AutoCloseable {
    private static final long RETRY_MILLIS = 30;

    private final Load load;
    private final RealMember member;
    private final String prefix;
    private final Thread thread;
    private volatile long next = 1;
    private volatile boolean closed;

    Watcher(Load load, RealMember member, String prefix) {
        this.load = load;
        this.member = member;
        this.prefix = prefix;
        this.thread = Thread.ofVirtual().start(this::run);
    }

    public boolean watchesEverything() {
        return prefix.isEmpty();
    }

    public RealMember member() {
        return member;
    }

    /** The revision after the last one it was told of. */
    public long next() {
        return next;
    }

    private void run() {
        while (!closed) {
            Optional<RealMember.Life> life = member.up();
            life.ifPresent(this::watch);
            Load.pause(RETRY_MILLIS);
        }
    }

    /** Returns when the stream has ended. */
    private void watch(RealMember.Life life) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        WatchSegment segment = load.observed().watch("watcher at " + life, prefix, next);
        StreamObserver<WatchRequest> asking = WatchGrpc.newStub(life.channel()).watch(new StreamObserver<>() {
            @Override
            public void onNext(WatchResponse response) {
                try {
                    told(segment, response);
                } catch (RuntimeException | AssertionError e) {
                    load.broke(e);
                }
            }

            @Override
            public void onError(Throwable error) {
                ended.complete(null);
            }

            @Override
            public void onCompleted() {
                ended.complete(null);
            }
        });
        asking.onNext(request(prefix, next));
        try {
            ended.get();
        } catch (InterruptedException e) {
            asking.onCompleted();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    static WatchRequest request(String prefix, long from) {
        ByteString key = prefix.isEmpty() ? Requests.EVERYTHING : Requests.bytes(prefix);
        return WatchRequest.newBuilder()
                .setCreateRequest(WatchCreateRequest.newBuilder()
                        .setKey(key)
                        .setRangeEnd(prefix.isEmpty() ? Requests.EVERYTHING : afterAll(key))
                        .setStartRevision(from))
                .build();
    }

    private static ByteString afterAll(ByteString prefix) {
        byte[] end = prefix.toByteArray();
        end[end.length - 1]++;
        return ByteString.copyFrom(end);
    }

    private void told(WatchSegment segment, WatchResponse response) {
        if (response.getCanceled()) {
            throw new Violation("watch", "cancelled at " + member + ", revision " + next + ": " + response);
        }
        if (response.getEventsCount() > 0) {
            List<Event> events = events(response);
            load.observed().told(segment, events);
            next = Math.max(next, events.getLast().revision() + 1);
        }
    }

    static List<Event> events(WatchResponse response) {
        return response.getEventsList().stream()
                .map(event -> new Event(
                        event.getKv().getModRevision(),
                        event.getKv().getKey().toStringUtf8(),
                        event.getTypeValue() == 1
                                ? null
                                : WireValue.decode(event.getKv().getValue()),
                        event.getKv().getCreateRevision(),
                        event.getKv().getVersion()))
                .toList();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
