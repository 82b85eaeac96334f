// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.raft.Message;
import dev.cairn.node.tls.ReloadingTls;
import dev.cairn.node.tls.TestCa;
import dev.cairn.node.tls.TlsConfig;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PeerTlsTest {
    private static final long A = 0xa;
    private static final long B = 0xb;

    @TempDir
    private Path directory;

    private final TestCa ca = new TestCa("peers");
    private Path caFile;

    @BeforeEach
    void writeCa() {
        caFile = ca.write(directory.resolve("ca.pem"));
    }

    private TestMember member(long id, TestCa issuer) {
        TestCa.Issued issued = issuer.issue(directory, "member" + id);
        ReloadingTls tls = new ReloadingTls(
                TlsConfig.of(issued.cert(), issued.key()).withTrustedCa(caFile, true),
                ReloadingTls.NO_ALPN,
                System::nanoTime);
        TestMember member = new TestMember(id, "3.7.1", tls);
        member.listen("https://127.0.0.1:0");
        return member;
    }

    @Test
    void membersOfOneAuthorityTalk() throws Exception {
        try (TestMember a = member(A, ca);
                TestMember b = member(B, ca);
                HttpPeerClient client = new HttpPeerClient(a.settings, a.runtime, Duration.ofSeconds(10))) {
            a.transport.addPeer(B, List.of(b.url()));
            b.transport.addPeer(A, List.of(a.url()));
            a.sendUntilReceived(new Message.TimeoutNow(B, A, 1), b);
            b.sendUntilReceived(new Message.TimeoutNow(A, B, 1), a);
            assertThat(client.version(List.of(b.url())).server()).isEqualTo("3.7.1");
        }
    }

    /** A path, and etcd's own form, where what stands for host and port is one, here below this process' directory. */
    @ParameterizedTest
    @ValueSource(strings = {"unix", "unixs"})
    void membersOfOneMachineTalkOverUnixSockets(String scheme) throws Exception {
        Path relative = Path.of("localhost:" + ProcessHandle.current().pid());
        try (TestMember a = member(A, ca);
                TestMember b = member(B, ca);
                HttpPeerClient client = new HttpPeerClient(a.settings, a.runtime, Duration.ofSeconds(10))) {
            String urlOfA = scheme + "://" + directory.resolve("a.sock");
            String urlOfB = scheme + "://" + relative;
            Files.createFile(directory.resolve("a.sock")); // as a killed process leaves one behind
            a.stopListening();
            a.listen(urlOfA);
            b.stopListening();
            b.listen(urlOfB);
            a.transport.addPeer(B, List.of(urlOfB));
            b.transport.addPeer(A, List.of(urlOfA));
            a.sendUntilReceived(new Message.TimeoutNow(B, A, 1), b);
            b.sendUntilReceived(new Message.TimeoutNow(A, B, 1), a);
            assertThat(client.version(List.of(urlOfB)).server()).isEqualTo("3.7.1");
        } finally {
            Files.deleteIfExists(relative);
        }
    }

    @Test
    void aMemberOfAnotherAuthorityIsNotHeard() throws Exception {
        try (TestMember a = member(A, new TestCa("strangers"));
                TestMember b = member(B, ca);
                HttpPeerClient client = new HttpPeerClient(a.settings, a.runtime, Duration.ofSeconds(10))) {
            a.transport.addPeer(B, List.of(b.url()));
            a.transport.send(List.of(new Message.TimeoutNow(B, A, 1)));
            assertThat(TestMember.await(a.unreachable)).isEqualTo(B);
            assertThatThrownBy(() -> client.version(List.of(b.url()))).isInstanceOf(UncheckedIOException.class);
            assertThat(b.received).isEmpty();
        }
    }

    @Test
    void plainIsNotSpokenToASecurePort() throws Exception {
        try (TestMember a = TestMember.started(A);
                TestMember b = member(B, ca)) {
            a.transport.addPeer(B, List.of(b.url().replace("https", "http")));
            a.transport.send(List.of(new Message.TimeoutNow(B, A, 1)));
            assertThat(TestMember.await(a.unreachable)).isEqualTo(B);
            a.transport.addPeer(B, List.of(b.url()));
            a.transport.send(List.of(new Message.TimeoutNow(B, A, 1)));
            assertThat(TestMember.await(a.unreachable)).isEqualTo(B);
            assertThat(b.received).isEmpty();
        }
    }
}
