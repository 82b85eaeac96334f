// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.client;

import dev.cairn.node.wire.etcdserverpb.LeaseKeepAliveRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseKeepAliveResponse;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Renews one lease, a third of its time before it would end, over whatever stream there is. */
public final class LeaseKeeper implements AutoCloseable {
    private static final long RETRY_MILLIS = 500;
    private static final long PARTS = 3;
    private static final Duration FIRST_ANSWER = Duration.ofSeconds(6);

    private final ClusterClient client;
    private final LeaseKeepAliveRequest request;
    private Conversation<LeaseKeepAliveRequest, LeaseKeepAliveResponse> stream;
    private volatile boolean closed;

    public LeaseKeeper(ClusterClient client, long id) {
        this.client = client;
        this.request = LeaseKeepAliveRequest.newBuilder().setID(id).build();
        this.stream = client.keepAlives();
    }

    /** Once; the answer has no time left in it where the lease is gone. */
    public LeaseKeepAliveResponse renew() {
        stream.say(request);
        return stream.hear();
    }

    /** Until the lease is gone, or this is closed. {@code renewed} hears of every renewal. */
    public void keep(Consumer<LeaseKeepAliveResponse> renewed) {
        Duration timeLeft = FIRST_ANSWER;
        while (!closed) {
            try {
                stream.say(request);
                Optional<LeaseKeepAliveResponse> answer = stream.hear(timeLeft);
                if (answer.isEmpty() || answer.get().getTTL() <= 0) {
                    return;
                }
                timeLeft = Duration.ofSeconds(answer.get().getTTL());
                renewed.accept(answer.get());
                pause(timeLeft.toMillis() / PARTS);
            } catch (CallFailure e) {
                if (closed) {
                    return;
                }
                if (!e.isPassing() || e.says("no leader")) {
                    throw e;
                }
                pause(RETRY_MILLIS);
                reopen();
            }
        }
    }

    private void reopen() {
        stream.close();
        stream = client.keepAlives();
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallFailure(Status.CANCELLED);
        }
    }

    @Override
    public void close() {
        closed = true;
        stream.close();
    }
}
