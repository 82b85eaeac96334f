// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import io.grpc.StatusRuntimeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Whole requests that are large or strange. */
final class Bodies {
    private static final int ANSWER_MILLIS = 30_000;
    private static final int PUTS = 500;
    private static final int PUT_BYTES = 667_000;
    private static final int JSON_OPERATIONS = 1_300_000;
    private static final int GRPC_OPERATIONS = 700_000;
    private static final int DIGITS = 3_000_000;
    private static final int AT_ONCE = 4;

    private Bodies() {}

    static String manyOnOneConnection(Scene scene) throws IOException {
        byte[] body = ("{\"key\":\"a2V5\",\"value\":\"" + "A".repeat(PUT_BYTES / 3 * 4) + "\"}")
                .getBytes(StandardCharsets.US_ASCII);
        Http1 connection = scene.with(new Http1(scene.port(), ANSWER_MILLIS));
        for (int i = 0; i < PUTS; i++) {
            int status = connection.post("/v3/kv/put", body);
            if (status != 200) {
                return "HTTP " + status + " after " + i;
            }
        }
        return PUTS + " puts";
    }

    static String jsonTransaction(Scene scene) throws IOException {
        return post(scene, "/v3/kv/txn", "{\"success\":[{}" + ",{}".repeat(JSON_OPERATIONS - 1) + "]}");
    }

    /** Each operation is two bytes: field 2, nothing in it. */
    static String grpcTransaction(Scene scene) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        for (int i = 0; i < GRPC_OPERATIONS; i++) {
            request.write(0x12);
            request.write(0);
        }
        try {
            return scene.with(new Grpc(scene.port())).ask("KV/Txn", request.toByteArray(), ANSWER_MILLIS / 1000)
                    + " bytes";
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode().toString();
        }
    }

    /** Whole numbers may have an exponent in protobuf's JSON; this one would have thirty million digits. */
    static String exponent(Scene scene) throws Exception {
        List<String> seen = new ArrayList<>();
        try (var clients = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<String>> asked = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                asked.add(clients.submit(() -> post(scene, "/v3/cluster/member/remove", "{\"ID\":\"1e30000000\"}")));
            }
            for (Future<String> each : asked) {
                seen.add(each.get());
            }
        }
        return String.join(", ", seen);
    }

    static String digits(Scene scene) throws IOException {
        return post(scene, "/v3/kv/range", "{\"key\":\"a2V5\",\"limit\":\"" + "7".repeat(DIGITS) + "\"}");
    }

    private static String post(Scene scene, String path, String body) throws IOException {
        long began = System.nanoTime();
        int status =
                scene.with(new Http1(scene.port(), ANSWER_MILLIS)).post(path, body.getBytes(StandardCharsets.US_ASCII));
        return "HTTP " + status + " in " + (System.nanoTime() - began) / 1_000_000 + " ms";
    }
}
