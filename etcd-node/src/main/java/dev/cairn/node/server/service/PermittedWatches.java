// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.service;

import com.google.protobuf.ByteString;
import dev.cairn.node.mvcc.watch.WatchStream;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Reply;
import dev.cairn.node.server.Watches;
import dev.cairn.node.server.stage.Authorization;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.EtcdException;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.WatchCreateRequest;
import dev.cairn.node.wire.etcdserverpb.WatchRequest;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A client's requests on a watch stream: a watcher is made where the caller may read all of its range, and is asked for
 * that once. A token that is not known here yet holds up what comes behind it, since answers keep the order of requests.
 */
final class PermittedWatches implements Watches.Stream {
    /** Requests behind one whose token is waited for. */
    static final int MAX_WAITING = 128;

    private static final ByteString FIRST_KEY = ByteString.copyFrom(new byte[] {0});

    private final WatchStream stream;
    private final Authorization authorization;
    private final Caller caller;
    private final Watches.Sink sink;
    private final ArrayDeque<WatchRequest> waiting = new ArrayDeque<>();
    private boolean atWork;

    PermittedWatches(WatchStream stream, Authorization authorization, Caller caller, Watches.Sink sink) {
        this.stream = stream;
        this.authorization = authorization;
        this.caller = caller;
        this.sink = sink;
    }

    @Override
    public void request(WatchRequest request) {
        synchronized (this) {
            if (waiting.size() >= MAX_WAITING) {
                sink.fail(EtcdError.TOO_MANY_REQUESTS.exception());
                return;
            }
            waiting.add(request);
            if (atWork) {
                return;
            }
            atWork = true;
        }
        work();
    }

    private void work() {
        boolean goOn = true;
        while (goOn) {
            WatchRequest request;
            synchronized (this) {
                request = waiting.poll();
                atWork = request != null;
            }
            goOn = request != null && handle(request);
        }
    }

    /** Whether the request is done; otherwise who decides about it goes on with those behind it. */
    private boolean handle(WatchRequest request) {
        switch (request.getRequestUnionCase()) {
            case CREATE_REQUEST -> {
                return create(request.getCreateRequest());
            }
            case CANCEL_REQUEST -> stream.cancel(request.getCancelRequest().getWatchId());
            case PROGRESS_REQUEST -> stream.progress();
            case REQUESTUNION_NOT_SET -> {}
        }
        return true;
    }

    /** etcd asks for the form of a negative revision first. */
    private boolean create(WatchCreateRequest request) {
        if (request.getStartRevision() < 0 || !authorization.isEnabled()) {
            stream.create(request);
            return true;
        }
        RangeRequest watched = RangeRequest.newBuilder()
                .setKey(request.getKey().isEmpty() ? FIRST_KEY : request.getKey())
                .setRangeEnd(request.getRangeEnd())
                .build();
        Decision decision = new Decision(request);
        authorization.permitted(caller, decision, may -> may.range(watched), () -> decision.done(null));
        return decision.madeBefore.getAndSet(true);
    }

    private final class Decision implements Reply<Void> {
        private final WatchCreateRequest request;
        /** Set by who asked and by who decided; the second of them goes on. */
        private final AtomicBoolean madeBefore = new AtomicBoolean();

        Decision(WatchCreateRequest request) {
            this.request = request;
        }

        @Override
        public void done(Void nothing) {
            stream.create(request);
            goOn();
        }

        @Override
        public void failed(RuntimeException error) {
            if (error instanceof EtcdException refused) {
                stream.refuse(reason(refused.error()));
            } else {
                sink.fail(error);
            }
            goOn();
        }

        private void goOn() {
            if (madeBefore.getAndSet(true)) {
                work();
            }
        }
    }

    /** As Go prints an error of gRPC. */
    private static String reason(EtcdError refusal) {
        return switch (refusal) {
            case INVALID_AUTH_TOKEN -> "rpc error: code = Unauthenticated desc = " + refusal.text();
            case AUTH_OLD_REVISION, USER_EMPTY -> "rpc error: code = InvalidArgument desc = " + refusal.text();
            default -> "rpc error: code = PermissionDenied desc = " + EtcdError.PERMISSION_DENIED.text();
        };
    }

    @Override
    public void ready() {
        stream.ready();
    }

    @Override
    public void close() {
        stream.close();
    }
}
