// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.EntryType;
import dev.cairn.node.raft.Message;
import dev.cairn.node.testkit.GoEtcd;
import dev.cairn.node.tls.ReloadingTls;
import dev.cairn.node.tls.TestCa;
import dev.cairn.node.tls.TlsConfig;
import dev.cairn.node.wire.etcdserverpb.InternalRaftRequest;
import dev.cairn.testkit.Ports;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stock etcd takes us for a member: it dials our streams and we dial its, it appends, we acknowledge, and in a cluster
 * of two nothing commits without us.
 */
@Timeout(120)
class EtcdPeerIT {
    private static final Pattern ADDED = Pattern.compile("Member +([0-9a-f]+) added");

    @TempDir
    private Path directory;

    private Path log;
    private TestMember us;
    private FollowerScript follower;
    private HttpPeerClient client;

    @BeforeEach
    void listen() {
        us = TestMember.started(0);
        follower = new FollowerScript(us);
        us.onMessage = follower::onMessage;
        client = new HttpPeerClient(us.settings, us.runtime, Duration.ofSeconds(5));
    }

    @AfterEach
    void stop() {
        client.close();
        us.close();
    }

    private GoEtcd startEtcd(String version, String peerUrl, String... more) {
        log = directory.resolve("etcd.log");
        List<String> flags = new ArrayList<>(List.of(
                "--listen-peer-urls=" + peerUrl,
                "--initial-advertise-peer-urls=" + peerUrl,
                "--initial-cluster=default=" + peerUrl,
                "--log-outputs=stderr," + log));
        flags.addAll(List.of(more));
        return GoEtcd.start(version, directory.resolve("data"), flags.toArray(String[]::new));
    }

    /** Adds us as a learner; returns etcd's member id. */
    private long join(GoEtcd etcd, String peerUrl) {
        var members = client.members(List.of(peerUrl));
        us.clusterId = members.clusterId();
        long etcdId = Long.parseUnsignedLong(members.json().replaceAll(".*?\"id\":(\\d+).*", "$1"));
        Matcher added = ADDED.matcher(etcd.ctl("member", "add", "us", "--learner", "--peer-urls=" + us.url()));
        assertThat(added.find()).isTrue();
        us.memberId = Long.parseUnsignedLong(added.group(1), 16);
        us.transport.addPeer(etcdId, List.of(peerUrl));
        return etcdId;
    }

    @Test
    void etcdReplicatesToUsAndCommitsWithUs() throws Exception {
        String peerUrl = "http://127.0.0.1:" + Ports.free();
        try (GoEtcd etcd = startEtcd("3.7", peerUrl)) {
            long etcdId = join(etcd, peerUrl);
            assertThat(client.version(List.of(peerUrl)).server()).startsWith("3.7.");
            assertThat(client.hashKv(List.of(peerUrl), us.clusterId, 0).getHash())
                    .isNotZero();
            follower.awaitEntry(each -> each.type() == EntryType.CONF_CHANGE);
            etcd.ctl("put", "while", "learning");
            follower.awaitEntry(each -> puts(each, "while"));

            etcd.ctl("member", "promote", Long.toHexString(us.memberId));
            for (int i = 0; i < 20; i++) {
                etcd.ctl("put", "voted" + i, "for");
            }
            follower.awaitEntry(each -> puts(each, "voted19"));
            assertThat(etcd.ctl("get", "voted19")).contains("for");

            assertThat(askReadIndex(etcdId)).isPositive();
            us.transport.send(List.of(new Message.Prop(
                    etcdId, us.memberId, List.of(Entry.normal(0, 0, FollowerScript.putRequest("forwarded"))))));
            follower.awaitEntry(each -> puts(each, "forwarded"));
            assertThat(us.transport.activeSinceNanos(etcdId)).isNotZero();
        }
        assertLogIsCalm();
    }

    private long askReadIndex(long etcdId) throws InterruptedException {
        byte[] context =
                ByteBuffer.allocate(8).order(ByteOrder.BIG_ENDIAN).putLong(42).array();
        us.transport.send(List.of(new Message.ReadIndex(etcdId, us.memberId, context)));
        Message.ReadIndexResp answer = TestMember.await(follower.readAnswers);
        assertThat(answer.context()).isEqualTo(context);
        return answer.index();
    }

    @Test
    void etcdSendsUsASnapshotWhenItsLogIsShorter() throws Exception {
        String peerUrl = "http://127.0.0.1:" + Ports.free();
        try (GoEtcd etcd = startEtcd("3.7", peerUrl, "--snapshot-count=50", "--snapshot-catchup-entries=10")) {
            for (int i = 0; i < 150; i++) {
                etcd.ctl("put", "key" + i, "value");
            }
            join(etcd, peerUrl);
            Message.Snap snap = TestMember.await(us.snapshots);
            assertThat(snap.snapshot().metadata().index()).isGreaterThan(100);
            assertThat(snap.snapshot().metadata().confState().learners()).containsExactly(us.memberId);
            byte[] image = TestMember.await(us.images);
            assertThat(image.length).isPositive();
            assertThat(image.length % 4096).isZero();
            follower.installed(snap);
            etcd.ctl("put", "after", "the snapshot");
            follower.awaitEntry(each -> puts(each, "after"));
        }
        assertLogIsCalm();
    }

    @Test
    void etcd36UnderstandsUsToo() throws Exception {
        String peerUrl = "http://127.0.0.1:" + Ports.free();
        us.close();
        us = new TestMember(0, "3.6.14", null);
        us.listen("http://127.0.0.1:0");
        follower = new FollowerScript(us);
        us.onMessage = follower::onMessage;
        client = new HttpPeerClient(us.settings, us.runtime, Duration.ofSeconds(5));
        try (GoEtcd etcd = startEtcd("3.6", peerUrl)) {
            join(etcd, peerUrl);
            etcd.ctl("put", "key", "value");
            follower.awaitEntry(each -> puts(each, "key"));
        }
        assertLogIsCalm();
    }

    @Test
    void etcdTalksToUsOverMutualTls() throws Exception {
        TestCa ca = new TestCa("peers");
        Path caFile = ca.write(directory.resolve("ca.pem"));
        TestCa.Issued ours = ca.issue(directory, "ours");
        TestCa.Issued theirs = ca.issue(directory, "theirs");
        us.close();
        us = new TestMember(
                0,
                "3.7.1",
                new ReloadingTls(
                        TlsConfig.of(ours.cert(), ours.key()).withTrustedCa(caFile, true),
                        ReloadingTls.NO_ALPN,
                        System::nanoTime));
        us.listen("https://127.0.0.1:0");
        follower = new FollowerScript(us);
        us.onMessage = follower::onMessage;
        client = new HttpPeerClient(us.settings, us.runtime, Duration.ofSeconds(5));
        String peerUrl = "https://127.0.0.1:" + Ports.free();
        try (GoEtcd etcd = startEtcd(
                "3.7",
                peerUrl,
                "--peer-cert-file=" + theirs.cert(),
                "--peer-key-file=" + theirs.key(),
                "--peer-trusted-ca-file=" + caFile,
                "--peer-client-cert-auth")) {
            join(etcd, peerUrl);
            etcd.ctl("put", "key", "value");
            follower.awaitEntry(each -> puts(each, "key"));
            etcd.ctl("member", "promote", Long.toHexString(us.memberId));
            etcd.ctl("put", "voted", "for");
            follower.awaitEntry(each -> puts(each, "voted"));
        }
        assertLogIsCalm();
    }

    private static boolean puts(Entry entry, String key) {
        try {
            return entry.type() == EntryType.NORMAL
                    && InternalRaftRequest.parseFrom(entry.data())
                            .getPut()
                            .getKey()
                            .toStringUtf8()
                            .equals(key);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Once its streams to us stood, etcd had nothing to complain about. */
    private void assertLogIsCalm() throws Exception {
        List<String> lines = Files.readAllLines(log).stream()
                .takeWhile(each -> !each.contains("received signal; shutting down"))
                .toList();
        List<String> established = lines.stream()
                .filter(each -> each.contains("established TCP streaming connection with remote peer"))
                .toList();
        assertThat(established).anyMatch(each -> each.contains("stream MsgApp v2"));
        assertThat(established).anyMatch(each -> each.contains("stream Message"));
        List<String> complaints = lines.subList(lines.indexOf(established.getLast()), lines.size()).stream()
                .filter(each -> each.contains("\"level\":\"warn\"") || each.contains("\"level\":\"error\""))
                .filter(each -> each.contains("rafthttp") || each.contains("stream"))
                .toList();
        assertThat(complaints).isEmpty();
    }
}
