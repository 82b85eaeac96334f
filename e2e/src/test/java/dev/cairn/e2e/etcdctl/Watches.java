// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.etcdctl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.e2e.check.Checks;
import dev.cairn.e2e.check.StockTool;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** watch: from now, by prefix, from the past, with what was before. */
final class Watches {
    private static final long PATIENCE_SECONDS = 20;
    private static final long PAUSE_MILLIS = 50;

    private final Checks checks;
    private final Tools tools;

    Watches(Checks checks, Tools tools) {
        this.checks = checks;
        this.tools = tools;
    }

    void run() {
        long start = tools.json("put", "w/a", "1").at("/header/revision").asLong();
        tools.say("put", "w/a", "2");
        tools.say("put", "w/b", "1");
        tools.say("del", "w/", "--prefix");
        tools.say("put", "w/c", "1");
        checks.equal(
                "watch --prefix from a past revision",
                events(start, 6, "w/", "--prefix"),
                List.of("PUT w/a 1", "PUT w/a 2", "PUT w/b 1", "DELETE w/a ", "DELETE w/b ", "PUT w/c 1"));
        checks.equal(
                "watch of one key from a past revision",
                events(start + 1, 2, "w/a"),
                List.of("PUT w/a 2", "DELETE w/a "));
        checks.equal(
                "watch --prev-kv",
                tools.ctl().lines(12, "watch", "w/a", "--rev=" + start, "--prev-kv"),
                List.of("PUT", "w/a", "1", "PUT", "w/a", "1", "w/a", "2", "DELETE", "w/a", "2", "w/a"));
        live();
    }

    /** Type, key and value of the first events; each line of etcdctl's JSON holds one or more. */
    private List<String> events(long start, int count, String... arguments) {
        String[] all = Stream.concat(
                        Stream.concat(Stream.of("watch"), Arrays.stream(arguments)),
                        Stream.of("--rev=" + start, "-w", "json"))
                .toArray(String[]::new);
        List<String> found = new ArrayList<>();
        try (StockTool.Running watch = tools.ctl().start(all)) {
            while (found.size() < count) {
                StockTool.parse(watch.line()).at("/Events").forEach(event -> found.add(named(event)));
            }
        }
        return found;
    }

    private static String named(JsonNode event) {
        return (event.path("type").asInt() == 1 ? "DELETE " : "PUT ") + text(event, "key") + " " + text(event, "value");
    }

    private static String text(JsonNode event, String field) {
        String encoded = event.path("kv").path(field).asText("");
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    /** etcdctl does not say when its watch is there, so writes go on until the first is seen. */
    private void live() {
        CompletableFuture<String> first = new CompletableFuture<>();
        try (StockTool.Running watch = tools.ctl().start("watch", "live/", "--prefix", "-w", "json")) {
            Thread.ofVirtual().start(() -> first.complete(watch.line()));
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            for (int written = 1; !first.isDone() && System.nanoTime() < deadline; written++) {
                tools.say("put", "live/" + written, "v");
                first.copy()
                        .completeOnTimeout("", PAUSE_MILLIS, TimeUnit.MILLISECONDS)
                        .join();
            }
        }
        String seen = first.isDone() ? named(StockTool.parse(first.join()).at("/Events/0")) : "nothing";
        checks.holds("watch --prefix of what is written meanwhile", seen.startsWith("PUT live/"), seen);
    }
}
