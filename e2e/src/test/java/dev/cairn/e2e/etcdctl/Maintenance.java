// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.etcdctl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.e2e.check.Checks;
import dev.cairn.testkit.MemberProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Members, status, health, hashes, compaction, moving the leader, defragmentation. */
final class Maintenance {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Checks checks;
    private final Tools tools;

    Maintenance(Checks checks, Tools tools) {
        this.checks = checks;
        this.tools = tools;
    }

    void run(List<MemberProcess> cluster) {
        listed(cluster);
        compaction();
        hashes("endpoint hashkv -w table: equal on all members after the compaction");
        movesLeader();
        for (MemberProcess each : cluster) {
            String answer = tools.ctl(each.clientUrl()).say("defrag");
            checks.holds(
                    "defrag of " + each,
                    answer.startsWith("Finished defragmenting etcd member[" + each.clientUrl() + "]"),
                    answer);
        }
        hashes("endpoint hashkv -w table: equal on all members after defrag");
    }

    private void listed(List<MemberProcess> cluster) {
        List<Map<String, String>> found = Table.rows(tools.say("member", "list", "-w", "table"));
        checks.equal(
                "member list -w table",
                sorted(
                        found,
                        row -> String.join(
                                " ",
                                row.get("NAME"),
                                row.get("STATUS"),
                                row.get("PEER ADDRS"),
                                row.get("CLIENT ADDRS"),
                                row.get("IS LEARNER"))),
                sorted(cluster, each -> each + " started " + each.peerUrl() + " " + each.clientUrl() + " false"));
        List<Map<String, String>> health = Table.rows(tools.say("endpoint", "health", "-w", "table"));
        checks.equal(
                "endpoint health -w table",
                sorted(health, row -> row.get("ENDPOINT") + " " + row.get("HEALTH") + row.getOrDefault("ERROR", "")),
                sorted(cluster, each -> each.clientUrl() + " true"));
        checks.equal(
                "endpoint health: each has committed a proposal",
                cluster.stream()
                        .filter(each -> tools.ctl(each.clientUrl())
                                .say("endpoint", "health")
                                .contains("is healthy: successfully committed proposal"))
                        .count(),
                3L);
        List<Map<String, String>> status = Table.rows(tools.say("endpoint", "status", "-w", "table"));
        checks.equal(
                "endpoint status -w table: versions",
                column(status, row -> row.get("VERSION").replaceAll("\\.\\d+$", "")),
                Set.of(tools.minor()));
        checks.equal(
                "endpoint status -w table: storage versions",
                column(status, row -> row.get("STORAGE VERSION")),
                Set.of(tools.minor() + ".0"));
        checks.equal(
                "endpoint status -w table: one leader",
                sorted(status, row -> row.get("IS LEADER")),
                List.of("false", "false", "true"));
        checks.equal(
                "endpoint status -w table: no learner, no error",
                column(status, row -> row.get("IS LEARNER") + row.get("ERRORS")),
                Set.of("false"));
        checks.equal(
                "endpoint status -w table: member ids",
                column(status, row -> row.get("ID")),
                column(found, row -> row.get("ID")));
        hashes("endpoint hashkv -w table: equal on all members");
    }

    private static <T> List<String> sorted(List<T> of, Function<T, String> text) {
        return of.stream().map(text).sorted().toList();
    }

    private static Set<String> column(List<Map<String, String>> rows, Function<Map<String, String>, String> cell) {
        return rows.stream().map(cell).collect(Collectors.toSet());
    }

    /** Followers apply a moment after the leader answers, so the members are asked until all are at one revision. */
    private void hashes(String title) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        List<Map<String, String>> found;
        do {
            found = Table.rows(tools.say("endpoint", "hashkv", "-w", "table"));
        } while (column(found, row -> row.get("HASH REVISION")).size() != 1 && System.nanoTime() < deadline);
        checks.holds(
                title,
                found.size() == 3
                        && column(found, row -> row.get("HASH REVISION")).size() == 1
                        && column(found, row -> row.get("HASH")).size() == 1,
                found);
    }

    private void compaction() {
        long revision = tools.json("get", "k1").at("/header/revision").asLong();
        String compacted = "required revision has been compacted";
        checks.equal(
                "compact", tools.say("compact", String.valueOf(revision)), "compacted revision " + revision + "\n");
        checks.contains(
                "compact of the same again is refused",
                tools.ctl().refuse("compact", String.valueOf(revision)),
                compacted);
        checks.contains(
                "get from before the compaction is refused",
                tools.ctl().refuse("get", "k1", "--rev=" + (revision - 1)),
                compacted);
        checks.equal("get at the compacted revision", tools.say("get", "k1", "--rev=" + revision), "k1\nnew\n");
        checks.contains(
                "watch from before the compaction is cancelled",
                tools.ctl().refuse("watch", "k1", "--rev=1"),
                compacted);
    }

    /** Endpoints by member id, and which member each takes for the leader. */
    private record Leadership(long leader, Map<Long, String> endpoints) {
        static Leadership of(JsonNode status) {
            Map<Long, String> endpoints = new TreeMap<>();
            status.forEach(each -> endpoints.put(
                    unsigned(each.at("/Status/header/member_id")),
                    each.at("/Endpoint").asText()));
            return new Leadership(unsigned(status.at("/0/Status/leader")), endpoints);
        }

        private static long unsigned(JsonNode id) {
            return Long.parseUnsignedLong(id.asText());
        }
    }

    private Leadership leadership() {
        return Leadership.of(tools.json("endpoint", "status"));
    }

    private void movesLeader() {
        Leadership before = leadership();
        long old = before.leader();
        long target = before.endpoints().keySet().stream()
                .filter(id -> id != old)
                .findFirst()
                .orElseThrow();
        checks.equal(
                "move-leader",
                tools.say("move-leader", Long.toHexString(target)),
                "Leadership transferred from %x to %x%n".formatted(old, target));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE.toSeconds());
        while (leadership().leader() != target && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        checks.equal("the other member leads", leadership().leader(), target);
        checks.equal("put under the new leader", tools.say("put", "moved", "v"), "OK\n");
        checks.contains(
                "move-leader without the leader's endpoint is refused",
                tools.ctl(before.endpoints().get(old)).refuse("move-leader", Long.toHexString(old)),
                "no leader endpoint given");
    }
}
