// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import dev.cairn.node.server.Watches;
import dev.cairn.node.wire.etcdserverpb.WatchGrpc;
import dev.cairn.node.wire.etcdserverpb.WatchRequest;
import dev.cairn.node.wire.splice.Encoded;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;

/**
 * etcdserverpb.Watch. A client that closes its side keeps its watches, as with etcd; the stream ends when the call
 * does. Requests, readiness and the end come from the call's event loop, one at a time; sends come from any thread.
 */
final class WatchGrpcService {
    private WatchGrpcService() {}

    static ServerServiceDefinition bind(Watches watches) {
        return new ServiceBinder(WatchGrpc.SERVICE_NAME)
                .encodedStream(WatchGrpc.getWatchMethod(), (call, headers) -> start(watches, call))
                .build();
    }

    private static ServerCall.Listener<WatchRequest> start(Watches watches, ServerCall<WatchRequest, Encoded> call) {
        SerializedCall<WatchRequest, Encoded> serialized = SerializedCall.of(call);
        serialized.sendHeaders(new Metadata());
        Watches.Stream stream = watches.open(new CallSink(serialized));
        call.request(1);
        return new Requests(serialized, stream);
    }

    private record CallSink(SerializedCall<WatchRequest, Encoded> call) implements Watches.Sink {
        @Override
        public boolean isReady() {
            return call.isReady();
        }

        @Override
        public void send(Encoded watchResponse) {
            call.sendMessage(watchResponse);
        }

        @Override
        public void fail(RuntimeException error) {
            call.close(ErrorStatus.of(error, "Watch"), new Metadata());
        }
    }

    private static final class Requests extends ServerCall.Listener<WatchRequest> {
        private final SerializedCall<WatchRequest, Encoded> call;
        private final Watches.Stream stream;
        private boolean closed;
        /** The next request is not asked for before the connection can take its answer. */
        private boolean waiting;

        Requests(SerializedCall<WatchRequest, Encoded> call, Watches.Stream stream) {
            this.call = call;
            this.stream = stream;
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
                call.close(ErrorStatus.of(e, "Watch"), new Metadata());
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
            }
        }
    }
}
