// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.testkit.CairnEtcd;
import dev.cairn.node.testkit.Eventually;
import dev.cairn.node.testkit.GoEtcd;
import dev.cairn.node.wire.etcdserverpb.AuthGrpc;
import dev.cairn.node.wire.etcdserverpb.AuthenticateRequest;
import dev.cairn.testkit.Ports;
import dev.cairn.testkit.Program;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stock etcdctl on a member with authentication, through a restart, and users that wander between Go's etcd and ours. */
class AuthIT {
    private static final int PATIENCE_SECONDS = 60;
    private static final String DENIED = "etcdserver: permission denied";
    private static final String ROOT = "--user=root:root";
    private static final String MARY = "--user=mary:secret";

    @TempDir
    private Path directory;

    private final Program etcdctl = Program.stock("etcdctl-3.7");

    private Program.Outcome run(String endpoint, String... arguments) {
        // A login takes its time on a machine that is busy.
        return etcdctl.run(Stream.concat(
                        Stream.of("--endpoints=" + endpoint, "--dial-timeout=20s", "--command-timeout=20s"),
                        Arrays.stream(arguments))
                .toArray(String[]::new));
    }

    private String ok(String endpoint, String... arguments) {
        Program.Outcome outcome = run(endpoint, arguments);
        assertThat(outcome.exitCode())
                .as("%s: %s", Arrays.toString(arguments), outcome)
                .isZero();
        return outcome.out();
    }

    private void refused(String endpoint, String why, String... arguments) {
        assertThat(run(endpoint, arguments))
                .as("%s", Arrays.toString(arguments))
                .satisfies(outcome -> assertThat(outcome.exitCode()).isNotZero())
                .satisfies(outcome -> assertThat(outcome.err()).contains(why));
    }

    private void makeUsers(String endpoint) {
        ok(endpoint, "user", "add", "root:root");
        ok(endpoint, "user", "grant-role", "root", "root");
        ok(endpoint, "user", "add", "mary:secret");
        ok(endpoint, "role", "add", "reader");
        ok(endpoint, "role", "grant-permission", "reader", "read", "app/", "--prefix");
        ok(endpoint, "role", "grant-permission", "reader", "readwrite", "app/own/", "--prefix");
        ok(endpoint, "user", "grant-role", "mary", "reader");
        ok(endpoint, "put", "app/a", "1");
        ok(endpoint, "put", "other", "1");
        ok(endpoint, "auth", "enable");
    }

    private void assertRules(String endpoint) {
        assertThat(ok(endpoint, MARY, "get", "app/", "--prefix", "--print-value-only"))
                .isEqualToIgnoringNewLines("1");
        refused(endpoint, DENIED, MARY, "get", "other");
        refused(endpoint, DENIED, MARY, "get", "app/a", "--from-key");
        refused(endpoint, DENIED, MARY, "put", "app/a", "2");
        ok(endpoint, MARY, "put", "app/own/a", "2");
        ok(endpoint, MARY, "del", "app/own/a");
        refused(endpoint, DENIED, MARY, "watch", "app/a", "other");
        refused(endpoint, DENIED, MARY, "user", "list");
        refused(
                endpoint,
                DENIED,
                MARY,
                "snapshot",
                "save",
                directory.resolve("none").toString());
        refused(endpoint, "user name is empty", "get", "app/a");
        refused(endpoint, "user name is empty", "member", "list");
        refused(endpoint, "authentication failed, invalid user ID or password", "--user=mary:wrong", "get", "app/a");
        assertThat(ok(endpoint, ROOT, "get", "other", "--print-value-only")).isEqualToIgnoringNewLines("1");
        assertThat(ok(endpoint, MARY, "user", "get", "mary")).contains("reader");
    }

    @Test
    void etcdctlsStoryGoesOnAfterARestart() {
        try (CairnEtcd member = new CairnEtcd(directory.resolve("data"), "--bcrypt-cost=4").start()) {
            makeUsers(member.endpoint());
            assertRules(member.endpoint());
            String revision = ok(member.endpoint(), "auth", "status");

            member.kill();
            member.start();
            assertThat(ok(member.endpoint(), "auth", "status")).isEqualTo(revision);
            assertRules(member.endpoint());
            assertThat(member.stop()).isZero();
            member.start();
            assertRules(member.endpoint());

            ok(member.endpoint(), ROOT, "auth", "disable");
            ok(member.endpoint(), "put", "other", "2");
            assertThat(member.log()).doesNotContain("secret");
        }
    }

    @Test
    void aTokenEndsWithItsTimeAndWithTheMember() {
        try (CairnEtcd member =
                new CairnEtcd(directory.resolve("data"), "--bcrypt-cost=4", "--auth-token-ttl=2").start()) {
            makeUsers(member.endpoint());
            String token = login(member.endpoint(), "mary", "secret");
            ok(member.endpoint(), "--auth-jwt-token=" + token, "get", "app/a");
            // Each use gives the token two seconds more.
            Eventually.within(
                    PATIENCE_SECONDS,
                    2_500,
                    () -> "the unused token expires",
                    () -> run(member.endpoint(), "--auth-jwt-token=" + token, "get", "app/a")
                            .err()
                            .contains("invalid auth token"));
        }
    }

    private static String login(String endpoint, String user, String password) {
        ManagedChannel channel = ManagedChannelBuilder.forTarget(endpoint.replace("http://", ""))
                .usePlaintext()
                .build();
        try {
            return AuthGrpc.newBlockingStub(channel)
                    .authenticate(AuthenticateRequest.newBuilder()
                            .setName(user)
                            .setPassword(password)
                            .build())
                    .getToken();
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void aSignedTokenOutlivesTheMemberAndNoChangeOfRoles() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "32 bytes, which is what HS256 wants");
        String flag = "--auth-token=jwt,sign-method=HS256,priv-key=" + secret + ",ttl=10m";
        try (CairnEtcd member = new CairnEtcd(directory.resolve("data"), "--bcrypt-cost=4", flag).start()) {
            makeUsers(member.endpoint());
            assertRules(member.endpoint());
            String token = "--auth-jwt-token=" + login(member.endpoint(), "mary", "secret");
            member.kill();
            member.start();
            ok(member.endpoint(), token, "get", "app/a");

            ok(member.endpoint(), ROOT, "role", "add", "another");
            refused(member.endpoint(), "revision of auth store is old", token, "get", "app/a");
            refused(member.endpoint(), "revision of auth store is old", token, "put", "app/own/a", "1");
            ok(member.endpoint(), MARY, "get", "app/a");
        }
    }

    /** Buckets, hashes and revisions are the same: a snapshot of either is at home in the other. */
    @ParameterizedTest
    @ValueSource(strings = {"3.7", "3.6"})
    void usersWanderWithASnapshotToGoAndBack(String version) {
        Program etcdutl = Program.stock("etcdutl-" + version);
        Path ours = directory.resolve("ours.db");
        Path theirs = directory.resolve("theirs.db");
        String[] compat = version.equals("3.6") ? new String[] {"--compat-version=3.6"} : new String[0];
        try (CairnEtcd member = new CairnEtcd(directory.resolve("data"), "--bcrypt-cost=4")
                .with(compat)
                .start()) {
            makeUsers(member.endpoint());
            ok(member.endpoint(), ROOT, "snapshot", "save", ours.toString());
        }
        etcdutl.output("snapshot", "restore", ours.toString(), "--data-dir=" + directory.resolve("go"));
        try (GoEtcd go = GoEtcd.start(version, directory.resolve("go"), "--bcrypt-cost=4")) {
            assertRules(go.endpoint());
            ok(go.endpoint(), ROOT, "user", "add", "john:john");
            ok(go.endpoint(), ROOT, "snapshot", "save", theirs.toString());
        }
        etcdutl.output("snapshot", "restore", theirs.toString(), "--data-dir=" + directory.resolve("back.etcd"));
    }

    /** A token is made by every member of the same login: shown to one it was not got from, it counts. */
    @ParameterizedTest
    @ValueSource(strings = {"3.7", "3.6"})
    void inAMixedClusterATokenCountsAtEveryMember(String version) {
        String goPeer = "http://127.0.0.1:" + Ports.free();
        String[] flags = {
            "--name=go",
            "--bcrypt-cost=4",
            "--listen-peer-urls=" + goPeer,
            "--initial-advertise-peer-urls=" + goPeer,
            "--initial-cluster=go=" + goPeer
        };
        try (GoEtcd go = GoEtcd.start(version, directory.resolve("go"), flags);
                CairnEtcd ours = new CairnEtcd(directory.resolve("ours"), "--bcrypt-cost=4")) {
            makeUsers(go.endpoint());
            String added =
                    ok(go.endpoint(), ROOT, "member", "add", "ours", "--learner", "--peer-urls=" + ours.peerUrl());
            Matcher id = Pattern.compile("Member\\s+([0-9a-f]+)").matcher(added);
            assertThat(id.find()).isTrue();
            ours.with(
                            "--name=ours",
                            "--initial-cluster=go=" + goPeer + ",ours=" + ours.peerUrl(),
                            "--initial-cluster-state=existing")
                    .with(version.equals("3.6") ? new String[] {"--compat-version=3.6"} : new String[0])
                    .start();
            Eventually.within(
                    PATIENCE_SECONDS,
                    ours::log,
                    () -> run(go.endpoint(), ROOT, "member", "promote", id.group(1))
                                    .exitCode()
                            == 0);

            String here = login(ours.endpoint(), "mary", "secret");
            String there = login(go.endpoint(), "mary", "secret");
            for (String endpoint : new String[] {go.endpoint(), ours.endpoint()}) {
                for (String token : new String[] {here, there}) {
                    ok(endpoint, "--auth-jwt-token=" + token, "get", "app/a");
                    ok(endpoint, "--auth-jwt-token=" + token, "put", "app/own/a", "1");
                    ok(endpoint, "--auth-jwt-token=" + token, "del", "app/own/a");
                    refused(endpoint, DENIED, "--auth-jwt-token=" + token, "get", "other");
                }
                assertRules(endpoint);
            }
            assertThat(ok(ours.endpoint(), ROOT, "auth", "status"))
                    .isEqualTo(ok(go.endpoint(), ROOT, "auth", "status"));
        }
    }
}
