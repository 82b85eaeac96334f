// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.e2e.apiserver.SeenWatch.Seen;
import dev.cairn.e2e.check.Checks;
import dev.cairn.e2e.check.StockTool;
import dev.cairn.testkit.MemberProcess;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Two thousand configmaps: written under watches, listed in pages, compacted, and the store killed under them. */
final class Many {
    private static final int COUNT = 2000;
    private static final int CHANGED_EACH = 10;
    private static final int PAGE = 300;
    private static final int CLIENTS = 8;
    private static final int WATCHES = 3;
    private static final String NAMESPACE = "space-4";
    private static final String PATH = "/api/v1/namespaces/" + NAMESPACE + "/configmaps";
    private static final Duration COMPACTS = Duration.ofSeconds(6 * ApiserverIT.COMPACTION_SECONDS);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Checks checks;
    private final Api api;
    private final KubernetesClient client;

    Many(Checks checks, Api api, KubernetesClient client) {
        this.checks = checks;
        this.api = api;
        this.client = client;
    }

    private static String name(int n) {
        return "c%05d".formatted(n);
    }

    private static String configmap(int n, String value) {
        return "{\"metadata\": {\"name\": \"%s\"}, \"data\": {\"value\": \"%s\", \"padding\": \"%s\"}}"
                .formatted(name(n), value, "x".repeat(200));
    }

    /** The revision before them: a list at it is what compaction must end. */
    long written() {
        long before = Api.version(api.get(PATH + "?limit=1"));
        List<SeenWatch> watches = new ArrayList<>();
        IntStream.range(0, WATCHES).forEach(i -> watches.add(watch(before)));
        List<Seen> wrote = write();
        long last = wrote.getLast().version();
        for (int n = 0; n < WATCHES; n++) {
            watches.get(n).awaitVersion(last);
            checks.equal(
                    "watch " + (n + 1) + ": every resourceVersion once and in order",
                    watches.get(n).seen(),
                    wrote);
        }
        SeenWatch late = watch(wrote.get(COUNT / 2).version());
        watches.add(late);
        late.awaitVersion(last);
        checks.equal(
                "a watch from the middle of the past sees the rest",
                late.seen(),
                wrote.subList(COUNT / 2 + 1, wrote.size()));
        for (SeenWatch each : watches) {
            checks.equal("a watch lasted", each.ended(), null);
            each.close();
        }
        return before;
    }

    private SeenWatch watch(long from) {
        return new SeenWatch(client, "v1", "ConfigMap", NAMESPACE, from);
    }

    private List<Seen> write() {
        long began = checks.seconds();
        List<Seen> wrote = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(CLIENTS)) {
            all(pool, IntStream.range(0, COUNT), n -> api.need("POST", PATH, configmap(n, "1")))
                    .forEach(made -> wrote.add(new Seen("ADDED", Api.version(made))));
            System.out.printf("    %d configmaps in %d s%n", COUNT, checks.seconds() - began);
            all(
                            pool,
                            IntStream.range(0, COUNT / CHANGED_EACH).map(n -> n * CHANGED_EACH),
                            n -> api.need("PUT", PATH + "/" + name(n), configmap(n, "2")))
                    .forEach(changed -> wrote.add(new Seen("MODIFIED", Api.version(changed))));
        }
        wrote.sort(Comparator.comparingLong(Seen::version));
        return wrote;
    }

    private static List<JsonNode> all(ExecutorService pool, IntStream numbers, IntFunction<JsonNode> request) {
        List<Future<JsonNode>> asked =
                numbers.mapToObj(n -> pool.submit(() -> request.apply(n))).toList();
        List<JsonNode> answers = new ArrayList<>();
        for (Future<JsonNode> each : asked) {
            try {
                answers.add(each.get());
            } catch (ExecutionException e) {
                throw new AssertionError(e.getCause().getMessage(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        return answers;
    }

    /** Changes between the pages do not show: all pages are of one revision. */
    void paged() {
        List<String> names = new ArrayList<>();
        Set<Long> versions = new HashSet<>();
        List<Integer> remaining = new ArrayList<>();
        String more = "";
        while (more != null) {
            JsonNode page = api.get(PATH + "?limit=" + PAGE + more);
            names.addAll(Objects.names(page));
            versions.add(Api.version(page));
            remaining.add(page.at("/metadata/remainingItemCount").asInt());
            String token = page.at("/metadata/continue").asText();
            more = token.isEmpty() ? null : "&continue=" + token;
            if (more != null) {
                int n = remaining.size();
                api.need("POST", PATH, configmap(90_000 + n, "between pages"));
                api.need("DELETE", PATH + "/" + name(COUNT - n), null);
            }
        }
        checks.equal(
                "a list in pages: every configmap once, in order",
                names,
                IntStream.range(0, COUNT).mapToObj(Many::name).toList());
        checks.equal("a list in pages: one resourceVersion", versions.size(), 1);
        int pages = Math.ceilDiv(COUNT, PAGE);
        checks.equal(
                "a list in pages: what remains",
                remaining,
                IntStream.rangeClosed(1, pages)
                        .map(n -> Math.max(0, COUNT - PAGE * n))
                        .boxed()
                        .toList());
        checks.equal(
                "a list afterwards shows the changes",
                api.get(PATH).path("items").size(),
                COUNT);
        checks.equal(
                "a list at the exact old revision is as it was",
                api.get(PATH + "?resourceVersion=" + versions.iterator().next() + "&resourceVersionMatch=Exact")
                        .path("items")
                        .size(),
                COUNT);
    }

    /** kube-apiserver compacts to where the store was one interval ago, so after a few of them. */
    void compacted(StockTool etcdctl, long before) {
        String exact = PATH + "?resourceVersion=" + before + "&resourceVersionMatch=Exact&limit=5";
        String token = api.get(PATH + "?limit=5").at("/metadata/continue").asText();
        Checks.until("kube-apiserver's compactor has compacted", COMPACTS, () -> isGone(exact));
        checks.equal(
                "compaction: a list at a revision before it has expired",
                api.ask("GET", exact, null).reason(),
                Api.GONE + " Expired");
        checks.contains(
                "compaction: the store says so",
                etcdctl.refuse("get", "/", "--rev=" + before),
                "required revision has been compacted");
        String continued = PATH + "?limit=5&continue=" + token;
        Checks.until("a continue token expires", COMPACTS, () -> isGone(continued));
        Api.Answer expired = api.ask("GET", continued, null);
        checks.holds(
                "compaction: a continue token has expired, and another one is offered",
                expired.reason().equals(Api.GONE + " Expired")
                        && !expired.object().at("/metadata/continue").asText().isEmpty(),
                expired);
        checks.equal("compaction: lists go on", api.get(PATH).path("items").size(), COUNT);
        checks.matches(
                "compaction: kube-apiserver's own mark",
                etcdctl.say("get", "compact_rev_key", "--print-value-only").strip(),
                "[1-9]\\d*");
    }

    private boolean isGone(String path) {
        return api.ask("GET", path, null).status() == Api.GONE;
    }

    /** The member is killed and started again: nothing is lost, and the API server finds it by itself. */
    void killed(MemberProcess store) {
        JsonNode listed = api.get(PATH);
        Map<String, Long> before = versions(listed);
        try (SeenWatch watch = watch(Api.version(listed))) {
            store.kill();
            store.start();
            Checks.until(
                    "writes go on",
                    PATIENCE,
                    () -> api.ask("PUT", PATH + "/c00000", configmap(0, "after"))
                                    .status()
                            == Api.OK);
            Map<String, Long> after = versions(api.get(PATH));
            long changed = after.remove("c00000");
            checks.holds(
                    "the store killed and started: revisions go on",
                    changed > Collections.max(before.values()),
                    changed);
            before.remove("c00000");
            checks.equal("the store killed and started: every configmap as it was", after, before);
            watch.awaitVersion(changed);
            checks.holds(
                    "the store killed and started: a watch goes on",
                    watch.seen().stream().allMatch(seen -> seen.type().equals("MODIFIED")),
                    watch.seen());
        }
    }

    private static Map<String, Long> versions(JsonNode list) {
        Map<String, Long> versions = new TreeMap<>();
        list.path("items")
                .forEach(each -> versions.put(each.at("/metadata/name").asText(), Api.version(each)));
        return versions;
    }
}
