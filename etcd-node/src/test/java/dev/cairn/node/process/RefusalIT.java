// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import dev.cairn.node.testkit.CairnEtcd;
import dev.cairn.node.testkit.FileTree;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.testkit.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts that must not be: one line that says what is wrong and where, an exit code, and the directory as it was. */
class RefusalIT {
    @TempDir
    Path directory;

    private Path data;

    @BeforeEach
    void nameTheDirectory() {
        data = directory.resolve("data");
    }

    @Test
    void anUnknownFlagIsNamed() {
        Program.Outcome refused = CairnEtcd.run(List.of("--data-dir=" + data, "--nope=1"));
        assertRefused(refused, "--nope=1");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err().lines()).hasSize(1);
        assertThat(data).doesNotExist();
    }

    @Test
    void aValueThatIsNoneIsNamedWithItsFlag() {
        assertRefused(CairnEtcd.run(List.of("--data-dir=" + data, "--heartbeat-interval=soon")), "soon", "heartbeat");
        assertThat(data).doesNotExist();
    }

    @Test
    void flagsThatDoNotGoTogetherAreNamedInJson() {
        Program.Outcome refused = CairnEtcd.run(List.of("--data-dir=" + data, "--election-timeout=100"));
        assertRefused(refused, "--election-timeout[100ms]");
        assertThat(refused.err().lines()).hasSize(1).allMatch(line -> line.startsWith("{\"level\":\"fatal\""));
        assertThat(data).doesNotExist();
    }

    @Test
    void aListenUrlInUseIsNamedBeforeAClusterIsFounded() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + taken.getLocalPort();
            for (String flag : List.of("listen-peer-urls", "listen-client-urls", "listen-metrics-urls")) {
                assertRefused(
                        new CairnEtcd(data, "--" + flag + "=" + url).refusal(), "--" + flag + "=" + url, "in use");
                assertThat(data).as(flag).doesNotExist();
            }
        }
    }

    @Test
    void aListenUrlInUseLeavesAMemberAsItWas() throws IOException {
        foundAndStop();
        Map<String, String> before = FileTree.of(data);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + taken.getLocalPort();
            assertRefused(new CairnEtcd(data, "--listen-client-urls=" + url).refusal(), url, "in use");
        }
        assertThat(FileTree.of(data)).isEqualTo(before);
    }

    @Test
    void httpsWithoutACertificateIsRefusedBeforeAnythingIsMade() {
        assertRefused(
                new CairnEtcd(data, "--listen-client-urls=https://127.0.0.1:0").refusal(),
                "--listen-client-urls=https://127.0.0.1:0",
                "--cert-file");
        assertRefused(
                new CairnEtcd(data, "--cert-file=/nowhere/a.crt", "--key-file=/nowhere/a.key").refusal(), "/nowhere/a");
        assertThat(data).doesNotExist();
    }

    @Test
    void aClusterWithoutThisMemberIsRefusedAndACorrectedStartWorks() {
        assertRefused(new CairnEtcd(data, "--initial-cluster=other=http://127.0.0.1:1").refusal(), "default");
        try (CairnEtcd member = new CairnEtcd(data).start()) {
            put(member);
        }
    }

    @Test
    void theDirectoryOfARunningProcessIsRefusedAndThatProcessGoesOn() {
        try (CairnEtcd member = new CairnEtcd(data).start()) {
            assertRefused(new CairnEtcd(data).refusal(), data.toString(), "in use by another process");
            put(member);
        }
    }

    @Test
    void aGoMembersDirectoryIsRefusedAndLeftAlone() throws IOException {
        Files.createDirectories(data.resolve("member/snap"));
        Files.writeString(data.resolve("member/snap/db"), "a bbolt file");
        Map<String, String> before = FileTree.of(data);
        assertRefused(new CairnEtcd(data).refusal(), data + "/member/snap/db", "Go etcd");
        assertThat(FileTree.of(data)).isEqualTo(before);
    }

    @Test
    void theLogOfAnotherMemberIsRefused() throws IOException {
        foundAndStop();
        Path other = directory.resolve("other");
        try (CairnEtcd member = new CairnEtcd(other).start()) {
            member.stop();
        }
        Map<String, String> before = FileTree.of(data);
        Map<String, String> otherBefore = FileTree.of(other);
        assertRefused(
                new CairnEtcd(data, "--wal-dir=" + other.resolve("member/wal")).refusal(),
                data.toString(),
                "belongs",
                "to member");
        assertThat(FileTree.of(data)).isEqualTo(before);
        assertThat(FileTree.of(other)).isEqualTo(otherBefore);
    }

    @Test
    void aStoreWhoseLogIsGoneIsRefused() throws IOException {
        CairnEtcd member = foundAndStop();
        Path log = data.resolve("member/wal");
        Path aside = directory.resolve("wal");
        Files.move(log, aside);
        assertRefused(member.refusal(), data.toString(), "no log in " + log, "put it back");
        Files.move(aside, log);
        assertStillThere(member);
    }

    @Test
    void aLogDamagedInTheMiddleIsRefusedByFileAndOffset() throws IOException {
        CairnEtcd member = foundAndStop();
        Path segment = segment();
        byte[] bytes = Files.readAllBytes(segment);
        int middle = indexOf(bytes, "value".getBytes());
        bytes[middle] ^= 1;
        Files.write(segment, bytes);
        Map<String, String> before = FileTree.of(data);
        assertRefused(member.refusal(), segment.toString(), "offset");
        assertThat(FileTree.of(data)).isEqualTo(before);
        bytes[middle] ^= 1;
        Files.write(segment, bytes);
        assertStillThere(member);
    }

    /** One member with a key that it has written, and with enough behind that key to be the middle of the log. */
    private CairnEtcd foundAndStop() {
        CairnEtcd member = new CairnEtcd(data).start();
        try (member) {
            put(member);
            for (int i = 0; i < 50; i++) {
                member.kv()
                        .put(PutRequest.newBuilder()
                                .setKey(ByteString.copyFromUtf8("k" + i))
                                .build());
            }
            assertThat(member.stop()).isZero();
        }
        return member;
    }

    private static void put(CairnEtcd member) {
        member.kv()
                .put(PutRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8("key"))
                        .setValue(ByteString.copyFromUtf8("value"))
                        .build());
    }

    private static void assertStillThere(CairnEtcd member) {
        try (member) {
            member.start();
            assertThat(member.kv()
                            .range(RangeRequest.newBuilder()
                                    .setKey(ByteString.copyFromUtf8("key"))
                                    .build())
                            .getKvs(0)
                            .getValue()
                            .toStringUtf8())
                    .isEqualTo("value");
        }
    }

    private Path segment() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("member/wal"))) {
            return files.filter(file -> file.toString().endsWith(".wal"))
                    .min(Path::compareTo)
                    .orElseThrow();
        }
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        for (int at = 0; at <= bytes.length - wanted.length; at++) {
            if (java.util.Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        throw new AssertionError("the log does not hold it");
    }

    private static void assertRefused(Program.Outcome outcome, String... named) {
        assertThat(outcome.exitCode()).as("%s", outcome).isNotZero();
        assertThat(outcome.err().lines().toList())
                .as("%s", outcome)
                .last()
                .satisfies(last -> assertThat(reason(last)).contains(named));
        assertThat(outcome.err()).doesNotContain("\tat ").doesNotContain("stacktrace");
    }

    /** A flag that cannot be read is answered in plain words and nothing else; all that follows is JSON. */
    private static String reason(String line) {
        if (line.startsWith("error: ")) {
            return line;
        }
        try {
            JsonNode fatal = new ObjectMapper().readTree(line);
            assertThat(fatal.path("level").asText()).isEqualTo("fatal");
            return fatal.path("error").asText();
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + line, e);
        }
    }
}
