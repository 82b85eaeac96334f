// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import dev.cairn.node.api.budget.Events;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Watches;
import dev.cairn.node.wire.etcdserverpb.WatchGrpc;
import dev.cairn.node.wire.etcdserverpb.WatchRequest;
import dev.cairn.node.wire.splice.Encoded;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import java.util.concurrent.Executor;

/**
 * etcdserverpb.Watch. A client that closes its side keeps its watches, as with etcd; the stream ends when the call
 * does. Requests, readiness and the end come from the call's event loop, one at a time; sends come from any thread.
 */
final class WatchGrpcService {
    private WatchGrpcService() {}

    static ServerServiceDefinition bind(Watches watches, Events events, Executor blocking, CallClients clients) {
        return new ServiceBinder(WatchGrpc.SERVICE_NAME, clients)
                .encodedStream(
                        WatchGrpc.getWatchMethod(),
                        (call, headers) -> start(
                                watches,
                                new CallSink(SerializedCall.of(call), clients.caller(call, headers), events, blocking),
                                call))
                .build();
    }

    private static ServerCall.Listener<WatchRequest> start(
            Watches watches, CallSink sink, ServerCall<WatchRequest, Encoded> call) {
        SerializedCall<WatchRequest, Encoded> serialized = sink.call;
        serialized.share(sink.events);
        serialized.sendHeaders(new Metadata());
        Watches.Stream stream = watches.open(sink.caller, sink);
        Requests requests = new Requests(serialized, stream, sink);
        serialized.onReady(requests::onReady);
        sink.stream = stream;
        call.request(1);
        return requests;
    }

    /** Ready while the connection has room, and the events that are under way for all of them have, too. */
    private static final class CallSink implements Watches.Sink {
        private final SerializedCall<WatchRequest, Encoded> call;
        private final Caller caller;
        private final Events events;
        private final Executor blocking;
        private volatile Watches.Stream stream;

        CallSink(SerializedCall<WatchRequest, Encoded> call, Caller caller, Events events, Executor blocking) {
            this.call = call;
            this.caller = caller;
            this.events = events;
            this.blocking = blocking;
        }

        @Override
        public boolean isReady() {
            if (!call.isReady()) {
                return false;
            }
            if (events.hasRoom()) {
                return true;
            }
            events.await(this, this::wake);
            return false;
        }

        /** Comes from whoever gave room, with whatever he holds. */
        private void wake() {
            call.later(stream::ready, blocking);
        }

        @Override
        public void send(Encoded watchResponse) {
            call.sendMessage(watchResponse);
        }

        @Override
        public void fail(RuntimeException error) {
            call.close(ErrorStatus.of(error, "Watch", caller), new Metadata());
        }

        void close() {
            events.forget(this);
        }
    }

    private static final class Requests extends ServerCall.Listener<WatchRequest> {
        private final SerializedCall<WatchRequest, Encoded> call;
        private final Watches.Stream stream;
        private final CallSink sink;
        private boolean closed;
        /** The next request is not asked for before the connection can take its answer. */
        private boolean waiting;

        Requests(SerializedCall<WatchRequest, Encoded> call, Watches.Stream stream, CallSink sink) {
            this.call = call;
            this.stream = stream;
            this.sink = sink;
        }

        @Override
        public void onMessage(WatchRequest request) {
            if (closed) {
                return;
            }
            try {
                stream.request(request);
                askForMore();
            } catch (RuntimeException e) {
                call.close(ErrorStatus.of(e, "Watch", sink.caller), new Metadata());
            }
        }

        /** A client that asks and never reads would otherwise fill the memory with its answers. */
        private void askForMore() {
            waiting = !call.isReady();
            if (!waiting) {
                call.request(1);
            }
        }

        @Override
        public void onReady() {
            if (closed) {
                return;
            }
            stream.ready();
            if (waiting) {
                askForMore();
            }
        }

        @Override
        public void onCancel() {
            end();
        }

        @Override
        public void onComplete() {
            end();
        }

        private void end() {
            if (!closed) {
                closed = true;
                stream.close();
                sink.close();
            }
        }
    }
}
