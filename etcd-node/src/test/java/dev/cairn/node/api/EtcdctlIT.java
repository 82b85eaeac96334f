// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.tls.ReloadingTls;
import dev.cairn.node.tls.TestCa;
import dev.cairn.node.tls.TlsConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stock etcdctl against the API. */
class EtcdctlIT {
    private static final Path ETCDCTL =
            Path.of(System.getProperty("user.home"), ".cache", "cairn", "bin", "etcdctl-3.7");

    @TempDir
    Path directory;

    private ApiFixture api;

    @BeforeEach
    void serve() {
        Assumptions.assumeTrue(
                Files.isExecutable(ETCDCTL), () -> "no etcdctl at " + ETCDCTL + ": make setup builds it");
        api = ApiFixture.plain();
    }

    @AfterEach
    void stop() throws Exception {
        if (api != null) {
            api.close();
        }
    }

    @Test
    void keysAreWrittenReadAndDeleted() throws Exception {
        assertThat(etcdctl("put", "foo", "bar")).isEqualTo("OK\n");
        assertThat(etcdctl("put", "foo2", "bar2")).isEqualTo("OK\n");
        assertThat(etcdctl("get", "--prefix", "foo")).isEqualTo("foo\nbar\nfoo2\nbar2\n");
        assertThat(etcdctl("put", "--prev-kv", "foo", "baz")).isEqualTo("OK\nfoo\nbar\n");
        assertThat(etcdctl("get", "foo", "-w", "fields")).contains("\"Version\" : 2", "\"Count\" : 1");
        assertThat(etcdctl("del", "--prefix", "foo")).isEqualTo("2\n");
    }

    @Test
    void transactionsTakeTheBranchOfTheirComparison() throws Exception {
        etcdctl("put", "foo", "bar");
        assertThat(etcdctlWithInput("value(\"foo\") = \"bar\"\n\nput foo changed\n\nget foo\n\n", "txn"))
                .isEqualTo("SUCCESS\n\nOK\n");
        assertThat(etcdctl("get", "foo", "--print-value-only")).isEqualTo("changed\n");
    }

    @Test
    void watchShowsWhatHappenedSinceARevision() throws Exception {
        etcdctl("put", "foo", "1");
        etcdctl("del", "foo");
        Process watch = start("watch", "foo", "--rev", "1");
        try {
            byte[] seen = watch.getInputStream().readNBytes("PUT\nfoo\n1\nDELETE\nfoo\n\n".length());
            assertThat(new String(seen, StandardCharsets.UTF_8)).isEqualTo("PUT\nfoo\n1\nDELETE\nfoo\n\n");
        } finally {
            watch.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void leasesAreGrantedKeptAliveAndRevoked() throws Exception {
        String id = etcdctl("lease", "grant", "60").split(" ")[1];
        assertThat(etcdctl("lease", "keep-alive", "--once", id))
                .isEqualTo("lease " + id + " keepalived with TTL(60)\n");
        assertThat(etcdctl("lease", "list")).isEqualTo("found 1 leases\n" + id + "\n");
        assertThat(etcdctl("lease", "timetolive", id))
                .isEqualTo("lease " + id + " granted with TTL(60s), remaining(60s)\n");
        assertThat(etcdctl("lease", "revoke", id)).isEqualTo("lease " + id + " revoked\n");
    }

    @Test
    void snapshotIsSavedAndCheckedByTheClient() throws Exception {
        Path file = directory.resolve("image.db");
        assertThat(etcdctl("snapshot", "save", file.toString()))
                .contains("Snapshot saved at " + file, "Server version 3.7.0");
        byte[] saved = Files.readAllBytes(file);
        byte[] image = api.member.maintenance.image();
        assertThat(saved).hasSize(image.length + 32).startsWith(image);
    }

    @Test
    void clusterAndMaintenanceCommandsAnswer() throws Exception {
        assertThat(etcdctl("member", "list"))
                .isEqualTo("8e9e05c52164694d, started, default, http://localhost:2380, http://localhost:2379, false\n");
        assertThat(etcdctl("endpoint", "health")).contains("is healthy: successfully committed proposal");
        assertThat(etcdctl("endpoint", "status", "-w", "json")).contains("\"version\":\"3.7.1\"");
        assertThat(etcdctl("endpoint", "hashkv")).contains(", 4660, 1");
        assertThat(etcdctl("defrag")).contains("Finished defragmenting");
        assertThat(etcdctl("compaction", "1")).isEqualTo("compacted revision 1\n");
    }

    @Test
    void everythingWorksOverMutualTls() throws Exception {
        TestCa ca = new TestCa("authority");
        Path caFile = ca.write(directory.resolve("ca.pem"));
        TestCa.Issued server = ca.issue(directory, "server", "server", TestCa.KeyForm.RSA_PKCS1);
        TestCa.Issued client = ca.issue(directory, "client", "client", TestCa.KeyForm.EC_SEC1);
        ReloadingTls tls = new ReloadingTls(
                TlsConfig.of(server.cert(), server.key()).withTrustedCa(caFile, true),
                ReloadingTls.CLIENT_PORT_ALPN,
                System::nanoTime);
        int port = api.listen("https://127.0.0.1:0", tls::server);
        String[] secured = {
            "--endpoints=https://127.0.0.1:" + port,
            "--cacert=" + caFile,
            "--cert=" + client.cert(),
            "--key=" + client.key(),
            "put",
            "foo",
            "bar"
        };
        assertThat(etcdctl(secured)).isEqualTo("OK\n");
    }

    private String etcdctl(String... arguments) throws Exception {
        return etcdctlWithInput("", arguments);
    }

    private String etcdctlWithInput(String input, String... arguments) throws Exception {
        Process process = start(arguments);
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("etcdctl ends").isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(ETCDCTL.toString(), "--endpoints=127.0.0.1:" + api.port()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(directory.resolve("stderr").toFile())
                .start();
    }
}
