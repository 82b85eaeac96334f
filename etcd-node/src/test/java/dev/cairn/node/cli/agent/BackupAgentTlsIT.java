// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.testkit.GoEtcd;
import dev.cairn.node.testkit.S3Gateway;
import dev.cairn.node.tls.TestCa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members that want a client certificate, and a store whose authority is private. */
class BackupAgentTlsIT {
    private static final Map<String, String> CREDENTIALS =
            Map.of("AWS_ACCESS_KEY_ID", S3Gateway.ACCESS_KEY, "AWS_SECRET_ACCESS_KEY", S3Gateway.SECRET_KEY);

    @TempDir
    Path dir;

    @Test
    void bothSidesAreReachedOverTlsAndOnlyOverTrustedTls() throws IOException {
        TestCa memberCa = new TestCa("members");
        TestCa storeCa = new TestCa("store");
        Path memberCaFile = memberCa.write(dir.resolve("member-ca.pem"));
        Path storeCaFile = storeCa.write(dir.resolve("store-ca.pem"));
        TestCa.Issued server = memberCa.issue(dir, "server");
        TestCa.Issued client = memberCa.issue(dir, "client", "root", TestCa.KeyForm.RSA_PKCS1);
        TestCa.Issued store = storeCa.issue(dir, "store");
        try (GoEtcd etcd = GoEtcd.start(
                        "3.7",
                        dir.resolve("go"),
                        "--cert-file=" + server.cert(),
                        "--key-file=" + server.key(),
                        "--trusted-ca-file=" + memberCaFile,
                        "--client-cert-auth");
                S3Gateway s3 = S3Gateway.start(
                        Files.createDirectory(dir.resolve("buckets")),
                        "--cert=" + store.cert(),
                        "--key=" + store.key())) {
            s3.createBucket("backups");
            List<String> command = List.of(
                    "save",
                    "--endpoint=" + etcd.endpoint(),
                    "--cacert=" + memberCaFile,
                    "--cluster-namespace=prod",
                    "--cluster-name=demo",
                    "--bucket=backups",
                    "--force-path-style",
                    "--s3-endpoint=" + s3.endpoint());
            String[] identity = {"--cert=" + client.cert(), "--key=" + client.key()};
            String trust = "--s3-ca-file=" + storeCaFile;
            AgentRun saved = run(command, identity[0], identity[1], trust);
            assertThat(saved.exitCode()).as(saved.errors()).isZero();
            assertThat(run(command, trust).reason()).as("no client certificate").isEqualTo("Unreachable");
            assertThat(run(command, identity).reason())
                    .as("store of a stranger")
                    .isEqualTo("Unreachable");
            assertThat(run(command, identity[0], trust).reason()).isEqualTo("InvalidArgument");
        }
    }

    private AgentRun run(List<String> command, String... more) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(more));
        return AgentRun.of(dir, CREDENTIALS, Clock.systemUTC(), all);
    }
}
