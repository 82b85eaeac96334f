// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import dev.cairn.node.server.Caller;
import dev.cairn.node.server.concurrency.NamedElections;
import dev.cairn.node.wire.v3electionpb.LeaderRequest;
import dev.cairn.node.wire.v3electionpb.LeaderResponse;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/** Election.Observe, on a thread of its own that waits while the client does not read, and ends when it is gone. */
final class ObserveCall extends OneRequestCall<LeaderRequest> {
    private final NamedElections elections;
    private final Executor blocking;
    private final Caller caller;
    private final SerializedCall<LeaderRequest, LeaderResponse> call;
    private FutureTask<Void> running;

    ObserveCall(
            NamedElections elections,
            Executor blocking,
            Caller caller,
            SerializedCall<LeaderRequest, LeaderResponse> call) {
        super(call);
        this.elections = elections;
        this.blocking = blocking;
        this.caller = caller;
        this.call = call;
        call.onReady(this::onReady);
    }

    @Override
    void asked(LeaderRequest request) {
        call.sendHeaders(new Metadata());
        running = new FutureTask<>(() -> run(request), null);
        blocking.execute(running);
    }

    private void run(LeaderRequest request) {
        try {
            elections.observe(caller, request).run(this::tell);
        } catch (InterruptedException e) {
            // The thread ends here: the client is gone.
            call.close(Status.CANCELLED.withDescription("context canceled"), new Metadata());
        } catch (RuntimeException e) {
            call.close(ErrorStatus.of(BlockingMethod.asUnknown(e), "Observe", caller), new Metadata());
        }
    }

    private void tell(LeaderResponse leader) throws InterruptedException {
        synchronized (this) {
            while (!call.isReady()) {
                wait();
            }
        }
        call.sendMessage(leader);
    }

    @Override
    public synchronized void onReady() {
        notifyAll();
    }

    @Override
    public void onCancel() {
        if (running != null) {
            running.cancel(true);
        }
    }
}
