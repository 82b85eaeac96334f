// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import com.google.protobuf.ByteString;
import dev.cairn.node.wire.etcdserverpb.WatchCreateRequest;
import dev.cairn.node.wire.etcdserverpb.WatchGrpc;
import dev.cairn.node.wire.etcdserverpb.WatchRequest;
import dev.cairn.node.wire.etcdserverpb.WatchResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A watch stream that reads only when the test does. */
final class WatchClient extends ClientCall.Listener<WatchResponse> {
    private final ClientCall<WatchRequest, WatchResponse> call;
    private final BlockingQueue<WatchResponse> responses = new LinkedBlockingQueue<>();
    private final CompletableFuture<Status> end = new CompletableFuture<>();

    private WatchClient(ClientCall<WatchRequest, WatchResponse> call) {
        this.call = call;
    }

    static WatchClient open(Channel channel, boolean hasLeader) {
        WatchClient client = new WatchClient(channel.newCall(WatchGrpc.getWatchMethod(), CallOptions.DEFAULT));
        Metadata headers = new Metadata();
        if (hasLeader) {
            headers.put(CallGuard.HAS_LEADER, "true");
        }
        client.call.start(client, headers);
        return client;
    }

    void create(String key, long startRevision) {
        call.sendMessage(WatchRequest.newBuilder()
                .setCreateRequest(WatchCreateRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8(key))
                        .setStartRevision(startRevision))
                .build());
    }

    void halfClose() {
        call.halfClose();
    }

    void cancel() {
        call.cancel("the test is done", null);
    }

    WatchResponse next() throws InterruptedException {
        call.request(1);
        WatchResponse response = responses.poll(10, TimeUnit.SECONDS);
        if (response == null) {
            throw new AssertionError("no watch response came; the stream: " + end);
        }
        return response;
    }

    /** What a client is told that comes back to read. */
    Throwable endAfterReading() throws Exception {
        call.request(1);
        return end();
    }

    Throwable end() throws Exception {
        return end.get(10, TimeUnit.SECONDS).asException();
    }

    @Override
    public void onMessage(WatchResponse message) {
        responses.add(message);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        end.complete(status);
    }
}
