// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bench;

import com.google.protobuf.ByteString;
import dev.cairn.node.wire.etcdserverpb.KVGrpc;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.PutResponse;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Puts so many keys with values that do not compress, and ends when all are acknowledged; fails with the first failure.
 *
 * <p>{@code Filler HOST PORT PREFIX COUNT VALUE_BYTES}
 */
public final class Filler {
    private static final int OUTSTANDING = 200;
    private static final int DISTINCT_VALUES = 64;

    private Filler() {}

    public static void main(String... arguments) throws InterruptedException {
        ManagedChannel channel = NettyChannelBuilder.forAddress(arguments[0], Integer.parseInt(arguments[1]))
                .usePlaintext()
                .directExecutor()
                .build();
        KVGrpc.KVStub stub = KVGrpc.newStub(channel);
        int count = Integer.parseInt(arguments[3]);
        ByteString[] values = values(Integer.parseInt(arguments[4]));
        Semaphore room = new Semaphore(OUTSTANDING);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        for (int i = 0; i < count && failure.get() == null; i++) {
            room.acquire();
            ByteString key = ByteString.copyFromUtf8(String.format(Locale.ROOT, "%s/%08d", arguments[2], i));
            stub.put(
                    PutRequest.newBuilder()
                            .setKey(key)
                            .setValue(values[i % values.length])
                            .build(),
                    new Acknowledged(room, failure));
        }
        room.acquire(OUTSTANDING);
        channel.shutdownNow();
        if (failure.get() != null) {
            System.err.println("a put failed: " + failure.get().getMessage());
            System.exit(1);
        }
    }

    private static ByteString[] values(int bytes) {
        Random random = new Random(1);
        ByteString[] values = new ByteString[DISTINCT_VALUES];
        for (int i = 0; i < values.length; i++) {
            byte[] value = new byte[bytes];
            random.nextBytes(value);
            values[i] = ByteString.copyFrom(value);
        }
        return values;
    }

    private record Acknowledged(Semaphore room, AtomicReference<Throwable> failure)
            implements StreamObserver<PutResponse> {
        @Override
        public void onNext(PutResponse answer) {}

        @Override
        public void onError(Throwable error) {
            failure.compareAndSet(null, error);
            room.release();
        }

        @Override
        public void onCompleted() {
            room.release();
        }
    }
}
