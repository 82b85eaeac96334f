// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import com.google.protobuf.ByteString;
import dev.cairn.node.wire.etcdserverpb.KVGrpc;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A client that behaves: it puts a small key and reads it, one request at a time, on a connection of its own. */
final class NormalClient implements AutoCloseable {
    private static final ByteString KEY = ByteString.copyFromUtf8("/normal/client");
    private static final long PAUSE_MILLIS = 10;
    private static final long PATIENCE_SECONDS = 5;
    private static final long SETTLE_SECONDS = 20;
    private static final int WARM_ANSWERS = 50;

    private final ManagedChannel channel;
    private volatile Answers answers = new Answers(System.nanoTime());
    private final Thread thread;
    private volatile boolean done;

    NormalClient(int port) {
        channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        thread = Thread.ofPlatform().name("normal-client").start(this::ask);
    }

    private void ask() {
        for (int turn = 0; !done; turn++) {
            long asked = System.nanoTime();
            try {
                var kv = KVGrpc.newBlockingStub(channel).withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (turn % 2 == 0) {
                    kv.put(PutRequest.newBuilder().setKey(KEY).setValue(KEY).build());
                } else {
                    kv.range(RangeRequest.newBuilder().setKey(KEY).build());
                }
                answers.answered(asked, System.nanoTime());
            } catch (StatusRuntimeException refused) {
                answers.failed(asked, System.nanoTime());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
        }
    }

    /** Waits for some answers, which do not count: the client itself has to warm up. */
    void settle() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETTLE_SECONDS);
        while (answers.count() < WARM_ANSWERS && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
        }
        answers = new Answers(System.nanoTime());
    }

    Answers answers() {
        return answers;
    }

    @Override
    public void close() throws InterruptedException {
        done = true;
        channel.shutdownNow();
        thread.join();
    }
}
