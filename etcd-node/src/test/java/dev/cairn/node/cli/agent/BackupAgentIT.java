// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.node.backup.store.S3Location;
import dev.cairn.node.backup.store.S3ObjectStore;
import dev.cairn.node.storage.DataDirectory;
import dev.cairn.node.testkit.GoEtcd;
import dev.cairn.node.testkit.S3Gateway;
import dev.cairn.testkit.Ports;
import dev.cairn.testkit.Program;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent between a stock etcd and a real S3 server. */
class BackupAgentIT {
    private static final Map<String, String> CREDENTIALS =
            Map.of("AWS_ACCESS_KEY_ID", S3Gateway.ACCESS_KEY, "AWS_SECRET_ACCESS_KEY", S3Gateway.SECRET_KEY);
    private static final Instant START = Instant.parse("2026-11-21T08:00:00Z");

    @TempDir
    Path dir;

    private S3Gateway s3;
    private GoEtcd etcd;
    private Path bucket;
    private int minute;

    @BeforeEach
    void startBoth() throws IOException {
        s3 = S3Gateway.start(Files.createDirectory(dir.resolve("buckets")));
        bucket = s3.createBucket("backups");
        etcd = GoEtcd.start("3.7", dir.resolve("go"));
        for (int i = 0; i < 20; i++) {
            etcd.ctl("put", "k" + i % 6, "v".repeat(i * 100));
        }
        etcd.ctl("del", "k1");
        etcd.ctl("compact", "15");
    }

    @AfterEach
    void stopBoth() {
        etcd.close();
        s3.close();
    }

    private AgentRun agent(Map<String, String> environment, String bucketName, List<String> arguments) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of(
                "--bucket=" + bucketName,
                "--s3-endpoint=" + s3.endpoint(),
                "--force-path-style=true",
                "--work-dir=" + dir));
        Clock clock = Clock.fixed(START.plus(Duration.ofMinutes(minute++)), ZoneOffset.UTC);
        return AgentRun.of(dir, environment, clock, all);
    }

    private List<String> saving(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "save",
                "--endpoint=" + etcd.endpoint(),
                "--prefix=daily",
                "--cluster-namespace=prod",
                "--cluster-name=demo"));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private AgentRun save(String... more) {
        AgentRun run = agent(CREDENTIALS, "backups", saving(more));
        assertThat(run.exitCode()).as(run.errors()).isZero();
        return run;
    }

    private AgentRun on(String verb, JsonNode saved, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of(verb, "--object=" + saved.get("name").asText()));
        arguments.addAll(List.of(more));
        return agent(CREDENTIALS, "backups", arguments);
    }

    @Test
    void savedBackupHasTheMembersOwnHashAndVerifies() throws IOException {
        JsonNode saved = save("--name=every-minute").report();
        assertThat(new ObjectMapper().readTree(recordOf(saved)).get("clusterId").asText())
                .isEqualTo(clusterId());
        assertThat(saved.get("name").asText())
                .isEqualTo("daily/prod/demo/" + clusterId() + "/20261121T080000Z-0000000000000016.snap");
        assertThat(saved.get("revision").asLong()).isEqualTo(22);
        assertThat(saved.get("compactRevision").asLong()).isEqualTo(15);
        assertThat(saved.get("totalKeys").asLong()).isEqualTo(5);
        String hash = etcd.ctl("endpoint", "hashkv", "--rev=22", "-w", "json");
        assertThat(new ObjectMapper()
                        .readTree(hash)
                        .get(0)
                        .get("HashKV")
                        .get("hash")
                        .asLong())
                .isEqualTo(saved.get("hashKV").asLong());
        JsonNode record = new ObjectMapper().readTree(recordOf(saved));
        assertThat(record.get("sha256")).isEqualTo(saved.get("sha256"));
        assertThat(record.get("backup").asText()).isEqualTo("every-minute");
        AgentRun verified = on("verify", saved);
        assertThat(verified.exitCode()).as(verified.errors()).isZero();
        for (String field :
                List.of("name", "revision", "hashKV", "compactRevision", "sizeBytes", "sha256", "totalKeys")) {
            assertThat(verified.report().get(field)).as(field).isEqualTo(saved.get(field));
        }
        Program.stock("etcdutl-3.7")
                .output(
                        "snapshot",
                        "status",
                        bucket.resolve(saved.get("name").asText()).toString());
        assertThat(Files.list(dir)).noneMatch(path -> path.toString().endsWith(".snap"));
    }

    @Test
    void endpointThatIsDownIsPassedOver() {
        assertThat(save("--endpoint=http://127.0.0.1:" + Ports.free() + "," + etcd.endpoint())
                        .exitCode())
                .isZero();
        List<String> dead = new ArrayList<>(saving());
        dead.set(1, "--endpoint=http://127.0.0.1:" + Ports.free());
        assertThat(agent(CREDENTIALS, "backups", dead).reason()).isEqualTo("Unreachable");
    }

    @Test
    void theBucketHoldsExactlyTheNewestBackupsOfEachOwner() throws IOException {
        String first = kept("hourly", 2).get("name").asText();
        assertThat(first).startsWith("daily/prod/demo/" + clusterId() + "/hourly/");
        String weekly = kept("weekly", 1).get("name").asText();
        kept("hourly", 2);
        JsonNode third = kept("hourly", 2);
        assertThat(texts(third.get("pruned"))).containsExactly(first);
        assertThat(bucket.resolve(weekly)).exists();
        assertThat(snapshotsIn("daily/prod/demo/" + clusterId() + "/hourly")).hasSize(2);
        List<String> prune = List.of(
                "prune",
                "--prefix=daily",
                "--cluster-namespace=prod",
                "--cluster-name=demo",
                "--cluster-id=" + clusterId(),
                "--owner=hourly",
                "--keep-last=1");
        assertThat(agent(CREDENTIALS, "backups", prune).report().get("pruned")).hasSize(1);
        assertThat(bucket.resolve(weekly)).exists();
        assertThat(agent(CREDENTIALS, "backups", saving("--keep-last=1")).reason())
                .isEqualTo("InvalidArgument");
    }

    @Test
    void aClusterMadeAnewUnderTheNameLeavesTheSnapshotsOfTheOldOne() throws IOException {
        String old = kept("hourly", 1).get("name").asText();
        etcd.close();
        etcd = GoEtcd.start("3.7", dir.resolve("anew"), "--initial-cluster-token=anew");
        kept("hourly", 1);
        kept("hourly", 1);
        assertThat(bucket.resolve(old)).exists();
        assertThat(old).doesNotContain(clusterId());
    }

    @Test
    void snapshotsOfTheEarlierLayoutAreRestorableAndNeverPruned() throws IOException {
        JsonNode saved = kept("hourly", 1);
        Path old = bucket.resolve("daily/prod/demo/20260101T000000Z-0000000000000016.snap");
        Files.copy(bucket.resolve(saved.get("name").asText()), old);
        kept("hourly", 1);
        String key = bucket.relativize(old).toString();
        assertThat(old).exists();
        assertThat(agent(CREDENTIALS, "backups", List.of("verify", "--object=" + key))
                        .exitCode())
                .isZero();
    }

    @Test
    void aSnapshotThatEtcdctlMadeIsRestoredWhateverItsName() throws IOException {
        String key = "by hand/etcd-2026.db";
        Files.createDirectory(bucket.resolve("by hand"));
        etcd.ctl("snapshot", "save", bucket.resolve(key).toString());
        Path target = dir.resolve("restored");
        AgentRun restored =
                agent(CREDENTIALS, "backups", List.of("restore", "--object=" + key, "--data-dir=" + target));
        assertThat(restored.exitCode()).as(restored.errors()).isZero();
        assertThat(restored.report().get("revision").asLong()).isEqualTo(22);
        assertThat(target.resolve("member")).isDirectory();
    }

    @Test
    void whatIsGoneIsTold() throws IOException {
        String here = kept("hourly", 9).get("name").asText();
        String lost = kept("hourly", 9).get("name").asText();
        Files.delete(bucket.resolve(lost));
        String[] listed = {"--listed=" + here, "--listed=" + lost, "--listed=" + here + "x"};
        List<String> check =
                Stream.concat(Stream.of("check"), Stream.of(listed)).toList();
        assertThat(texts(agent(CREDENTIALS, "backups", check).report().get("gone")))
                .containsExactly(lost, here + "x");
        assertThat(texts(save(listed).report().get("gone"))).containsExactly(lost, here + "x");
        assertThat(agent(CREDENTIALS, "nowhere", check).reason()).isEqualTo("NoSuchBucket");
    }

    private JsonNode kept(String owner, int keepLast) {
        return save("--owner=" + owner, "--keep-last=" + keepLast).report();
    }

    private String clusterId() throws IOException {
        JsonNode status = new ObjectMapper().readTree(etcd.ctl("endpoint", "status", "-w", "json"));
        return Long.toHexString(Long.parseUnsignedLong(
                status.get(0).get("Status").get("header").get("cluster_id").asText()));
    }

    private List<Path> snapshotsIn(String folder) throws IOException {
        try (Stream<Path> files = Files.list(bucket.resolve(folder))) {
            return files.toList();
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    @Test
    void wrongCredentialsAndMissingBucketsAreToldApart() {
        Map<String, String> wrongSecret =
                Map.of("AWS_ACCESS_KEY_ID", S3Gateway.ACCESS_KEY, "AWS_SECRET_ACCESS_KEY", "wrong");
        AgentRun denied = agent(wrongSecret, "backups", saving());
        assertThat(denied.exitCode()).isEqualTo(1);
        assertThat(denied.reason()).isEqualTo("AccessDenied");
        Map<String, String> wrongKey =
                Map.of("AWS_ACCESS_KEY_ID", "nobody", "AWS_SECRET_ACCESS_KEY", S3Gateway.SECRET_KEY);
        AgentRun unknown = agent(wrongKey, "backups", saving());
        assertThat(unknown.reason()).as(unknown.errors()).isEqualTo("AccessDenied");
        AgentRun missing = agent(CREDENTIALS, "nowhere", saving());
        assertThat(missing.reason()).isEqualTo("NoSuchBucket");
        assertThat(missing.report().get("error").asText()).contains("nowhere");
        assertThat(agent(Map.of(), "backups", saving()).reason()).isEqualTo("InvalidArgument");
        s3.close();
        assertThat(agent(CREDENTIALS, "backups", saving()).reason()).isEqualTo("Unreachable");
    }

    @Test
    void changedOrTruncatedOrMissingObjectsAreRefused() throws IOException {
        JsonNode saved = save().report();
        Path object = bucket.resolve(saved.get("name").asText());
        byte[] sound = Files.readAllBytes(object);
        Path target = dir.resolve("restored");
        for (byte[] damaged : List.of(flipped(sound), Arrays.copyOf(sound, sound.length / 2))) {
            Files.write(object, damaged);
            assertThat(on("verify", saved).reason()).isEqualTo("HashMismatch");
            assertThat(on("restore", saved, "--data-dir=" + target).reason()).isEqualTo("HashMismatch");
        }
        Files.delete(object);
        Files.write(object, Arrays.copyOf(sound, sound.length / 2)); // without its record
        assertThat(on("verify", saved).reason()).isEqualTo("InvalidSnapshot");
        assertThat(on("verify", saved, "--sha256=" + saved.get("sha256").asText())
                        .reason())
                .isEqualTo("HashMismatch");
        Files.delete(object);
        assertThat(on("verify", saved).reason()).isEqualTo("NotFound");
        assertThat(on("restore", saved, "--data-dir=" + target).reason()).isEqualTo("NotFound");
        assertThat(target.resolve("member")).doesNotExist();
    }

    private String recordOf(JsonNode saved) throws IOException {
        URI endpoint = URI.create(s3.endpoint());
        S3Location location = new S3Location(
                "backups", endpoint, "us-east-1", true, null, S3Gateway.ACCESS_KEY, S3Gateway.SECRET_KEY, null);
        Path copy = dir.resolve("copy");
        try (S3ObjectStore store = new S3ObjectStore(location)) {
            return store.get(saved.get("name").asText(), copy).get("record");
        } finally {
            Files.delete(copy);
        }
    }

    private static byte[] flipped(byte[] sound) {
        byte[] copy = sound.clone();
        copy[10_000] ^= 4;
        return copy;
    }

    @Test
    void restoredDirectoryBelongsToTheNewClusterAndASecondRunChangesNothing() throws IOException {
        JsonNode saved = save().report();
        Path target = Files.createDirectory(dir.resolve("restored"));
        Files.createDirectory(target.resolve("lost+found"));
        String[] flags = {
            "--data-dir=" + target,
            "--sha256=" + saved.get("sha256").asText(),
            "--bump-revision=1000",
            "--mark-compacted=true",
            "--initial-cluster-token=other"
        };
        AgentRun restored = on("restore", saved, flags);
        assertThat(restored.exitCode()).as(restored.errors()).isZero();
        assertThat(restored.report().get("revision").asLong()).isEqualTo(22);
        try (DataDirectory directory = DataDirectory.open(target)) {
            assertThat(directory.identity()).isPresent();
            assertThat(directory.store()).isDirectory();
        }
        assertThat(on("restore", saved, flags).report().get("alreadyRestored").asBoolean())
                .isTrue();
        flags[4] = "--initial-cluster-token=third";
        assertThat(on("restore", saved, flags).reason()).isEqualTo("DataDirectoryInUse");
        try (Stream<Path> files = Files.list(target)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("member", "lost+found");
        }
    }

    @Test
    void badFlagsAreReportedToo() {
        AgentRun incomplete = agent(CREDENTIALS, "backups", List.of("save"));
        assertThat(incomplete.reason()).isEqualTo("InvalidArgument");
        assertThat(incomplete.report().get("error").asText())
                .isEqualTo("required flag(s) \"cluster-namespace\", \"cluster-name\", \"endpoint\" not set");
        assertThat(agent(CREDENTIALS, "backups", saving("--bogus"))
                        .report()
                        .get("error")
                        .asText())
                .isEqualTo("unknown flag: --bogus");
        assertThat(agent(CREDENTIALS, "backups", saving("--endpoint=localhost:2379"))
                        .reason())
                .isEqualTo("InvalidArgument");
        assertThat(agent(CREDENTIALS, "backups", List.of("verify", "--object=x/"))
                        .reason())
                .isEqualTo("InvalidArgument");
    }
}
