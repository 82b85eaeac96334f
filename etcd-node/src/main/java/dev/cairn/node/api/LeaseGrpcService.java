// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Leases;
import dev.cairn.node.server.Reply;
import dev.cairn.node.wire.etcdserverpb.LeaseGrpc;
import dev.cairn.node.wire.etcdserverpb.LeaseKeepAliveRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseKeepAliveResponse;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;

/**
 * etcdserverpb.Lease. Keep-alives of one stream are answered in order, one at a time, and the next one is asked for when
 * the connection can take its answer; the client's end ends it.
 */
final class LeaseGrpcService {
    private LeaseGrpcService() {}

    static ServerServiceDefinition bind(Leases leases, CallClients clients) {
        return new ServiceBinder(LeaseGrpc.SERVICE_NAME, clients)
                        .unary(LeaseGrpc.getLeaseGrantMethod(), leases::grant)
                        .unary(LeaseGrpc.getLeaseRevokeMethod(), leases::revoke)
                        .unary(LeaseGrpc.getLeaseTimeToLiveMethod(), leases::timeToLive)
                        .unary(
                                LeaseGrpc.getLeaseLeasesMethod(),
                                (caller, request, reply) -> leases.leases(caller, reply))
                        .stream(
                                LeaseGrpc.getLeaseKeepAliveMethod(),
                                (call, headers) -> start(leases, clients.caller(call, headers), call))
                        .build();
    }

    private static ServerCall.Listener<LeaseKeepAliveRequest> start(
            Leases leases, Caller caller, ServerCall<LeaseKeepAliveRequest, LeaseKeepAliveResponse> call) {
        SerializedCall<LeaseKeepAliveRequest, LeaseKeepAliveResponse> serialized = SerializedCall.of(call);
        serialized.sendHeaders(new Metadata());
        KeepAlives keepAlives = new KeepAlives(leases, caller, serialized);
        serialized.onReady(keepAlives::onReady);
        call.request(1);
        return keepAlives;
    }

    private static final class KeepAlives extends ServerCall.Listener<LeaseKeepAliveRequest>
            implements Reply<LeaseKeepAliveResponse> {
        private final Leases leases;
        private final Caller caller;
        private final SerializedCall<LeaseKeepAliveRequest, LeaseKeepAliveResponse> call;
        private boolean answering;
        private boolean noMoreRequests;
        /** The next request is not asked for before the connection can take its answer. */
        private boolean waiting;

        KeepAlives(Leases leases, Caller caller, SerializedCall<LeaseKeepAliveRequest, LeaseKeepAliveResponse> call) {
            this.leases = leases;
            this.caller = caller;
            this.call = call;
        }

        @Override
        public void onMessage(LeaseKeepAliveRequest request) {
            synchronized (this) {
                answering = true;
            }
            try {
                leases.keepAlive(caller, request.getID(), this);
            } catch (RuntimeException e) {
                failed(e);
            }
        }

        @Override
        public void done(LeaseKeepAliveResponse answer) {
            call.sendMessage(answer);
            boolean last;
            boolean ask;
            synchronized (this) {
                answering = false;
                last = noMoreRequests;
                ask = call.isReady();
                waiting = !ask;
            }
            if (last) {
                call.close(Status.OK, new Metadata());
            } else if (ask) {
                call.request(1);
            }
        }

        @Override
        public void onReady() {
            boolean ask;
            synchronized (this) {
                ask = waiting && call.isReady();
                waiting = waiting && !ask;
            }
            if (ask) {
                call.request(1);
            }
        }

        @Override
        public void failed(RuntimeException error) {
            call.close(ErrorStatus.of(error, "LeaseKeepAlive", caller), new Metadata());
        }

        @Override
        public void onHalfClose() {
            boolean idle;
            synchronized (this) {
                noMoreRequests = true;
                idle = !answering;
            }
            if (idle) {
                call.close(Status.OK, new Metadata());
            }
        }
    }
}
