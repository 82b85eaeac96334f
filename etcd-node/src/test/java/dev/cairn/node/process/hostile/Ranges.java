// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import com.google.protobuf.ByteString;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Ranges of 112 MB without a limit, some at once, read as they come. */
record Ranges(int atOnce) implements Attack.Deed {
    private static final int VALUES = 80;
    private static final int VALUE_BYTES = 1_400_000;
    private static final long ANSWER_SECONDS = 20;

    @Override
    public String run(Scene scene) throws Exception {
        fill(scene, VALUES, VALUE_BYTES);
        List<String> seen = new ArrayList<>();
        try (var clients = Executors.newFixedThreadPool(atOnce)) {
            List<Future<String>> asked = new ArrayList<>();
            for (int i = 0; i < atOnce; i++) {
                asked.add(clients.submit(() -> ask(scene)));
            }
            for (Future<String> each : asked) {
                seen.add(each.get());
            }
        }
        return String.join(", ", seen);
    }

    private static String ask(Scene scene) {
        long began = System.nanoTime();
        try {
            long bytes = scene.with(new Grpc(scene.port())).ask("KV/Range", everything(), ANSWER_SECONDS);
            return bytes / 1_000_000 + " MB in " + (System.nanoTime() - began) / 1_000_000 + " ms";
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode() + " after " + (System.nanoTime() - began) / 1_000_000 + " ms";
        }
    }

    static void fill(Scene scene, int values, int bytes) {
        try (Grpc connection = new Grpc(scene.port())) {
            for (int i = 0; i < values; i++) {
                connection.put("/big/" + i, new byte[bytes]);
            }
        }
    }

    static byte[] everything() {
        return Grpc.bytes(RangeRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8("/big/"))
                .setRangeEnd(ByteString.copyFromUtf8("/big0"))
                .build());
    }
}
