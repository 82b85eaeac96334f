// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.etcdctl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.e2e.check.Checks;
import dev.cairn.e2e.check.StockTool;
import dev.cairn.testkit.MemberProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** Snapshots: ours restored by stock etcdutl under stock etcd, and stock etcd's by ours under ours. */
final class Snapshots {
    private static final int MANY = 300;
    private static final int BATCHES = 3;
    private static final int PAGE_BYTES = 4096;
    private static final int DIGEST_BYTES = 32;
    private static final long BUMP = 1_000_000;

    private final Checks checks;
    private final Tools tools;
    private final Path directory;

    Snapshots(Checks checks, Tools tools, Path directory) {
        this.checks = checks;
        this.tools = tools;
        this.directory = directory;
    }

    void run(List<MemberProcess> cluster) throws IOException {
        for (int batch = 0; batch < BATCHES; batch++) {
            String prefix = "put many/" + batch + "/";
            String puts = IntStream.range(0, MANY / BATCHES)
                    .mapToObj(n -> prefix + n + " " + "x".repeat(200) + n + "\n")
                    .collect(Collectors.joining());
            tools.ctl().sayWith("\n" + puts + "\n\n", "txn");
        }
        String lease = tools.say("lease", "grant", "3600").split(" ")[1];
        tools.say("put", "on-lease", "v", "--lease=" + lease);
        Contents source = contents();
        Path ours = directory.resolve("ours.snapshot");
        String saved = tools.ctl(cluster.getFirst().clientUrl()).say("snapshot", "save", ours.toString());
        checks.contains("snapshot save", saved, "Snapshot saved at " + ours);
        checks.contains("snapshot save: whose version", saved, "Server version " + tools.minor() + ".0");
        JsonNode stockStatus = status(ours, source, "of ours");
        checks.equal("our etcdutl snapshot status says the same of it", ownStatus(ours), stockStatus);
        damaged(ours);
        cluster.forEach(MemberProcess::stop);
        try (MemberProcess stock = tools.stock("restored", directory.resolve("restored-stock"))) {
            restored(stock, tools.stockUtl(), "stock etcdutl and stock etcd", ours, source);
            back();
        }
    }

    /** From stock etcd to ours: what it holds now is a little more than what it got. */
    private void back() throws IOException {
        tools.say("put", "written/on-stock", "v");
        Contents source = contents();
        Path snapshot = directory.resolve("stock.snapshot");
        tools.say("snapshot", "save", snapshot.toString());
        JsonNode stockStatus = status(snapshot, source, "of stock etcd's");
        checks.equal("our etcdutl snapshot status says the same of it", ownStatus(snapshot), stockStatus);
        try (MemberProcess member = tools.own("restored", directory.resolve("restored-ours"))) {
            restored(member, tools.ownUtl(), "our etcdutl and our etcd", snapshot, source);
        }
        bumped(snapshot, source);
    }

    /** Every key with value, revisions, version and lease; the leases; the store's revision. */
    private record Contents(JsonNode keys, JsonNode leases, long revision) {
        List<String> pairs() {
            return StreamSupport.stream(keys.spliterator(), false)
                    .map(each ->
                            each.path("key").asText() + " " + each.path("value").asText())
                    .toList();
        }
    }

    private Contents contents() {
        JsonNode answer = tools.json("get", "", "--from-key");
        return new Contents(
                answer.at("/kvs"),
                tools.json("lease", "list").at("/leases"),
                answer.at("/header/revision").asLong());
    }

    private JsonNode status(Path snapshot, Contents source, String whose) {
        String title = "etcdutl snapshot status " + whose + ": ";
        StockTool utl = tools.stockUtl();
        Map<String, String> row = Table.rows(utl.say("snapshot", "status", snapshot.toString(), "-w", "table"))
                .getFirst();
        checks.matches(title + "hash", row.get("HASH"), "[0-9a-f]{1,8}");
        checks.equal(title + "revision", row.get("REVISION"), String.valueOf(source.revision()));
        checks.holds(
                title + "keys",
                Integer.parseInt(row.get("TOTAL KEYS")) >= source.keys().size(),
                row);
        checks.matches(title + "size", row.get("TOTAL SIZE"), "[\\d.]+ [kMG]?B");
        JsonNode exact = utl.json("snapshot", "status", snapshot.toString());
        checks.equal(title + "storage version", exact.at("/version").asText(), tools.minor() + ".0");
        // The last bytes of the file are the checksum of what comes before.
        checks.equal(title + "exact size", exact.at("/totalSize").asLong() % PAGE_BYTES, 0L);
        return exact;
    }

    private JsonNode ownStatus(Path snapshot) {
        return tools.ownUtl().json("snapshot", "status", snapshot.toString());
    }

    /** One byte changed in the middle: both tools refuse to restore it. */
    private void damaged(Path snapshot) throws IOException {
        byte[] image = Files.readAllBytes(snapshot);
        checks.equal("a saved snapshot is whole pages and a checksum", image.length % PAGE_BYTES, DIGEST_BYTES);
        image[image.length / 2] ^= 1;
        Path broken = Files.write(directory.resolve("broken.snapshot"), image);
        Path left = directory.resolve("broken-ours");
        refuses("stock", tools.stockUtl(), broken, directory.resolve("broken-stock"));
        refuses("our", tools.ownUtl(), broken, left);
        checks.holds("our etcdutl leaves nothing of a refused restore", !Files.exists(left), left);
    }

    private void refuses(String whose, StockTool utl, Path broken, Path target) {
        checks.contains(
                whose + " etcdutl refuses to restore a damaged one",
                utl.refuse("snapshot", "restore", broken.toString(), "--data-dir=" + target),
                "expected sha256");
    }

    /** A data directory made by one etcdutl and served by the member holds what the source held. */
    private void restored(MemberProcess member, StockTool utl, String whose, Path snapshot, Contents source) {
        start(member, utl, snapshot);
        Contents found = contents();
        checks.equal(whose + ": the same keys, values, revisions, versions and leases", found.keys(), source.keys());
        checks.equal(whose + ": the same leases", found.leases(), source.leases());
        checks.equal(whose + ": the same revision", found.revision(), source.revision());
        long wrote = tools.json("put", "restored/" + member.dataDir().getFileName(), "v")
                .at("/header/revision")
                .asLong();
        checks.equal(whose + ": the next write gets the next revision", wrote, source.revision() + 1);
    }

    private void start(MemberProcess member, StockTool utl, Path snapshot, String... restoreFlags) {
        MemberProcess.found(List.of(member));
        List<String> restore = new ArrayList<>(List.of(
                "snapshot",
                "restore",
                snapshot.toString(),
                "--name=" + member,
                "--data-dir=" + member.dataDir(),
                "--initial-cluster=" + member + "=" + member.peerUrl(),
                "--initial-advertise-peer-urls=" + member.peerUrl()));
        restore.addAll(Arrays.asList(restoreFlags));
        utl.say(restore.toArray(String[]::new));
        tools.use(List.of(member));
        member.start();
    }

    /** --bump-revision with --mark-compacted: for clients that hold revisions later than the snapshot's. */
    private void bumped(Path snapshot, Contents source) {
        try (MemberProcess member = tools.own("restored", directory.resolve("restored-bumped"))) {
            start(member, tools.ownUtl(), snapshot, "--bump-revision=" + BUMP, "--mark-compacted");
            Contents found = contents();
            checks.holds(
                    "--bump-revision: revisions go on far above the snapshot's",
                    found.revision() >= source.revision() + BUMP,
                    found.revision());
            checks.equal("--bump-revision: the same keys and values", found.pairs(), source.pairs());
            checks.contains(
                    "--mark-compacted: older revisions are compacted",
                    tools.ctl().refuse("get", "k1", "--rev=" + source.revision()),
                    "required revision has been compacted");
        }
    }
}
