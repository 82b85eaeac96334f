// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** HTTP/1.1 that is odd, broken or meant for somebody else. */
final class Oddities {
    private static final int ANSWER_MILLIS = 10_000;
    private static final int DEPTH = 1_800_000;
    private static final int DRIPPING = 500;
    private static final int DRIPS = 12;
    private static final long FLOOD_SECONDS = 10;
    private static final int CLIENTS = 16;
    private static final int SCRAPERS = 200;
    private static final int NOISE_BYTES = 200_000;
    private static final String HOST = " HTTP/1.1\r\nHost: member\r\n";

    private Oddities() {}

    /** In a field that is known, and in one that is passed over. */
    static String nesting(Scene scene) throws InterruptedException {
        String known = "{\"success\":" + "[".repeat(DEPTH);
        String unknown = "{\"other\":" + "[".repeat(DEPTH);
        String objects = "{\"success\":[" + "{\"request_txn\":{\"success\":[".repeat(DEPTH / 25);
        return again(
                scene,
                List.of(posted("/v3/kv/txn", known), posted("/v3/kv/txn", unknown), posted("/v3/kv/txn", objects)));
    }

    /** A byte of the body each second. */
    static String dripBody(Scene scene) throws IOException {
        List<Http1> all = new ArrayList<>();
        for (int i = 0; i < DRIPPING; i++) {
            Http1 connection = scene.with(new Http1(scene.port(), 0));
            connection.write(Http1.head("/v3/kv/range", 1000));
            all.add(connection);
        }
        for (int i = 0; i < DRIPS; i++) {
            List<Http1> closed = new ArrayList<>();
            for (Http1 each : all) {
                try {
                    each.write(new byte[] {' '});
                } catch (IOException e) {
                    closed.add(each);
                }
            }
            all.removeAll(closed);
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        }
        return all.size() + " of " + DRIPPING + " still open";
    }

    static String contentLengths(Scene scene) throws InterruptedException {
        List<byte[]> requests = new ArrayList<>();
        for (String length : List.of(
                "-1",
                "99999999999999999999",
                "9223372036854775807",
                "1e3",
                "abc",
                "",
                "5\r\nContent-Length: 6",
                "+5")) {
            requests.add(ascii("POST /v3/kv/range" + HOST + "Content-Length: " + length + "\r\n\r\n{}"));
        }
        return again(scene, requests);
    }

    static String chunks(Scene scene) throws InterruptedException {
        String start = "POST /v3/kv/range" + HOST + "Transfer-Encoding: chunked\r\n\r\n";
        return again(
                scene,
                List.of(
                        ascii(start + "1\r\n{\r\n".repeat(200_000)),
                        ascii(start + "FFFFFFFFFFFFFFFFF\r\n{}"),
                        ascii(start + "7fffffff\r\n" + " ".repeat(100_000)),
                        ascii(start + "1;" + "x".repeat(2_000_000) + "\r\n{\r\n"),
                        ascii(start + "2\r\n{}\r\n0\r\n" + "A: b\r\n".repeat(200_000) + "\r\n"),
                        ascii("POST /v3/kv/range" + HOST
                                + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"),
                        ascii(start + "zz\r\n{}")));
    }

    static String upgrades(Scene scene) throws InterruptedException {
        return again(
                scene,
                List.of(
                        ascii("GET /v3/watch" + HOST
                                + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"),
                        ascii(
                                "GET /" + HOST
                                        + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n"),
                        ascii("CONNECT member:443" + HOST + "\r\n"),
                        ascii("OPTIONS *" + HOST + "\r\n")));
    }

    static String contentTypes(Scene scene) throws InterruptedException {
        List<byte[]> requests = new ArrayList<>();
        for (String type : List.of("text/plain", "application/grpc", "multipart/form-data; boundary=x", "\u0000", "")) {
            requests.add(ascii("POST /v3/kv/range" + HOST + "Content-Type: " + type
                    + "\r\nContent-Length: 16\r\n\r\n{\"key\": \"a2V5\"}\n"));
        }
        return again(scene, requests);
    }

    /** Bytes of no protocol, and prefaces of others. */
    static String badPrefaces(Scene scene) throws InterruptedException {
        byte[] noise = new byte[NOISE_BYTES];
        new java.util.Random(2).nextBytes(noise);
        return again(
                scene,
                List.of(
                        noise,
                        ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\rX" + "y".repeat(1000)),
                        ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nno frames at all, but a lot of text"),
                        ascii("SSH-2.0-OpenSSH_9.9\r\n"),
                        ascii("GET\r\n\r\n"),
                        ascii("G".repeat(2_000_000))));
    }

    static String metrics(Scene scene) throws InterruptedException {
        return again(scene, List.of(ascii("GET /metrics" + HOST + "\r\n")), SCRAPERS);
    }

    private static byte[] posted(String path, String body) {
        return ascii(new String(Http1.head(path, body.length()), StandardCharsets.US_ASCII) + body);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String again(Scene scene, List<byte[]> requests) throws InterruptedException {
        return again(scene, requests, CLIENTS);
    }

    /** Each on a connection of its own, one after the other by so many clients for ten seconds; counts the answers. */
    private static String again(Scene scene, List<byte[]> requests, int clients) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(FLOOD_SECONDS);
        Map<String, Integer> answers = new TreeMap<>();
        var threads = Executors.newFixedThreadPool(clients);
        try {
            for (int i = 0; i < clients; i++) {
                int first = i;
                threads.submit(() -> {
                    for (int turn = first; System.nanoTime() - end < 0 && scene.isAlive(); turn++) {
                        String answer = ask(scene, requests.get(turn % requests.size()));
                        synchronized (answers) {
                            answers.merge(answer, 1, Integer::sum);
                        }
                    }
                });
            }
            threads.shutdown();
            threads.awaitTermination(FLOOD_SECONDS + ANSWER_MILLIS / 1000, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }
        synchronized (answers) {
            return answers.toString();
        }
    }

    private static String ask(Scene scene, byte[] request) {
        try (Http1 connection = new Http1(scene.port(), ANSWER_MILLIS)) {
            connection.write(request);
            return String.valueOf(connection.answer());
        } catch (IOException | RuntimeException none) {
            return "none";
        }
    }
}
