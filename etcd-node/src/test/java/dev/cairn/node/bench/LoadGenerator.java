// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bench;

import com.google.protobuf.ByteString;
import dev.cairn.node.wire.etcdserverpb.KVGrpc;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * A closed loop of clients against one endpoint: each sends its next request when its last was answered. Prints
 * throughput and latency of the measured part, after a warm-up of the same kind. Without a number of seconds it goes on
 * until its input ends, and prints at each line of it what was measured since the last.
 *
 * <p>{@code LoadGenerator HOST PORT put|get|range CLIENTS [SECONDS]}
 */
public final class LoadGenerator {
    private static final int VALUE_BYTES = 256;
    private static final int KEYS = 10_000;
    private static final int RANGE_KEYS = 1_000;
    private static final int CONNECTIONS = 10;
    private static final int SAMPLES = 2_000_000;

    /** Made once: the generator shares its processors with the server it measures. */
    private static final List<ByteString> NAMES = IntStream.range(0, KEYS)
            .mapToObj(number -> ByteString.copyFromUtf8(String.format(Locale.ROOT, "bench/%08d", number)))
            .toList();

    private final String operation;
    private volatile long measureFromNanos;
    private volatile long endNanos = Long.MAX_VALUE;
    private final AtomicLong sequence = new AtomicLong();
    private final AtomicInteger sampled = new AtomicInteger();
    private final AtomicLong failures = new AtomicLong();
    private final long[] latenciesNanos = new long[SAMPLES];
    private final CountDownLatch running;

    private LoadGenerator(String operation, int clients) {
        this.operation = operation;
        this.running = new CountDownLatch(clients);
    }

    public static void main(String... arguments) throws InterruptedException, IOException {
        int clients = Integer.parseInt(arguments[3]);
        List<ManagedChannel> channels = new ArrayList<>();
        for (int i = 0; i < Math.min(clients, CONNECTIONS); i++) {
            channels.add(NettyChannelBuilder.forAddress(arguments[0], Integer.parseInt(arguments[1]))
                    .usePlaintext()
                    .directExecutor()
                    .maxInboundMessageSize(64 << 20)
                    .build());
        }
        LoadGenerator generator = new LoadGenerator(arguments[2], clients);
        boolean limited = arguments.length > 4;
        if (limited) {
            generator.limit(Double.parseDouble(arguments[4]));
        }
        for (int i = 0; i < clients; i++) {
            generator.next(KVGrpc.newStub(channels.get(i % channels.size())));
        }
        if (!limited) {
            generator.printAtEachLine();
        }
        generator.running.await();
        if (limited) {
            generator.print(generator.endNanos);
        }
        channels.forEach(ManagedChannel::shutdownNow);
    }

    private void limit(double seconds) {
        measureFromNanos = System.nanoTime() + (long) (seconds * 0.3e9);
        endNanos = measureFromNanos + (long) (seconds * 1e9);
    }

    private void printAtEachLine() throws IOException {
        measureFromNanos = System.nanoTime();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (input.readLine() != null) {
            print(System.nanoTime());
            sampled.set(0);
            measureFromNanos = System.nanoTime();
        }
        endNanos = System.nanoTime();
    }

    private void next(KVGrpc.KVStub stub) {
        long began = System.nanoTime();
        if (began >= endNanos) {
            running.countDown();
            return;
        }
        switch (operation) {
            case "put" -> stub.put(put(sequence.getAndIncrement()), then(stub, began));
            case "get" -> stub.range(get(sequence.getAndIncrement()), then(stub, began));
            case "range" -> stub.range(range(sequence.getAndIncrement()), then(stub, began));
            default -> throw new IllegalArgumentException("operation " + operation + ": put, get or range");
        }
    }

    private static PutRequest put(long number) {
        byte[] value = new byte[VALUE_BYTES];
        Arrays.fill(value, (byte) number);
        return PutRequest.newBuilder()
                .setKey(key(number % KEYS))
                .setValue(ByteString.copyFrom(value))
                .build();
    }

    private static RangeRequest get(long number) {
        return RangeRequest.newBuilder().setKey(key(number * 31 % KEYS)).build();
    }

    private static RangeRequest range(long number) {
        long first = number * 977 % (KEYS - RANGE_KEYS);
        return RangeRequest.newBuilder()
                .setKey(key(first))
                .setRangeEnd(key(first + RANGE_KEYS))
                .build();
    }

    private static ByteString key(long number) {
        return NAMES.get((int) number);
    }

    private <T> StreamObserver<T> then(KVGrpc.KVStub stub, long began) {
        return new StreamObserver<>() {
            @Override
            public void onNext(T answer) {
                long now = System.nanoTime();
                if (began >= measureFromNanos && now <= endNanos) {
                    int at = sampled.getAndIncrement();
                    if (at < SAMPLES) {
                        latenciesNanos[at] = now - began;
                    }
                }
            }

            @Override
            public void onError(Throwable error) {
                if (failures.getAndIncrement() == 0) {
                    System.err.println("first failure: " + error.getMessage());
                }
                next(stub);
            }

            @Override
            public void onCompleted() {
                next(stub);
            }
        };
    }

    private void print(long untilNanos) {
        long[] measured = Arrays.copyOf(latenciesNanos, Math.min(sampled.get(), SAMPLES));
        Arrays.sort(measured);
        System.out.printf(
                Locale.ROOT,
                "ops %d ops_per_second %.0f p50_ms %.3f p99_ms %.3f failures %d%n",
                sampled.get(),
                sampled.get() * 1e9 / (untilNanos - measureFromNanos),
                millis(measured, 0.5),
                millis(measured, 0.99),
                failures.get());
    }

    private static double millis(long[] sortedNanos, double quantile) {
        return sortedNanos.length == 0
                ? 0
                : sortedNanos[(int) (quantile * (sortedNanos.length - 1))] / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }
}
