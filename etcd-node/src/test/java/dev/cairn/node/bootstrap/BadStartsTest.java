// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.api.transport.ListenException;
import dev.cairn.node.bootstrap.flags.BadConfigException;
import dev.cairn.node.bootstrap.flags.CommandLineFlags;
import dev.cairn.node.bootstrap.flags.FlagTable;
import dev.cairn.node.bootstrap.flags.Flags;
import dev.cairn.node.server.start.StartRefusedException;
import dev.cairn.node.tls.TestCa;
import dev.cairn.node.tls.TlsException;
import dev.cairn.testkit.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Starts that cannot go well: each is refused by name before there is a data directory, let alone a cluster in it. */
class BadStartsTest {
    @TempDir
    Path directory;

    private Path data;
    private final int freePort = Ports.free();

    @BeforeEach
    void nameTheDirectory() {
        data = directory.resolve("data");
    }

    /** FREE is a port that nobody uses, DIR a directory with a certificate and files that are none. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--listen-client-urls=http://127.0.0.1:99999 | --listen-client-urls",
                "--listen-client-urls=http://example.com:2379 | expected IP in URL for binding"
                        + " (http://example.com:2379)",
                "--listen-client-urls=http://192.0.2.1:2379 | --listen-client-urls=http://192.0.2.1:2379",
                "--listen-client-urls=unix:///nowhere/at/all.sock | --listen-client-urls=unix:///nowhere/at/all.sock",
                "--listen-client-urls=unix:// | --listen-client-urls",
                "--listen-client-urls=unix://DIR/plain.txt | no socket",
                "--listen-peer-urls=unix:///nowhere/at/all.sock | --listen-peer-urls=unix:///nowhere/at/all.sock",
                "--listen-metrics-urls=unix:///nowhere/at/all.sock | --listen-metrics-urls",
                "--listen-peer-urls=https://127.0.0.1:0 | --peer-cert-file",
                "--listen-client-urls=https://127.0.0.1:0 | --cert-file",
                "--listen-client-urls=http://127.0.0.1:FREE --listen-metrics-urls=http://127.0.0.1:FREE"
                        + " | in use by --listen-client-urls",
                "--listen-client-urls=http://127.0.0.1:FREE --listen-peer-urls=http://127.0.0.1:FREE"
                        + " | in use by --listen-peer-urls",
                "--peer-auto-tls --listen-peer-urls=http://127.0.0.1:FREE,https://127.0.0.1:FREE"
                        + " | in use by --listen-peer-urls",
                "--auto-tls --peer-auto-tls --listen-metrics-urls=http://192.0.2.1:2379 | 192.0.2.1",
                "--cert-file=DIR/m.crt | must be given together",
                "--cert-file=DIR/m.crt --key-file=DIR/none.key | DIR/none.key",
                "--cert-file=DIR/m.crt --key-file=DIR/plain.txt | DIR/plain.txt",
                "--peer-cert-file=DIR/m.crt --peer-key-file=DIR/m.key --peer-trusted-ca-file=DIR/none.crt |"
                        + " DIR/none.crt",
                "--cert-file=DIR/m.crt --key-file=DIR/m.key --client-cert-auth | trusted-ca-file",
                "--cert-file=DIR/m.crt --key-file=DIR/m.key --tls-min-version=TLS1.9 | TLS1.9",
                "--cert-file=DIR/m.crt --key-file=DIR/m.key --cipher-suites=NONE_SUCH | NONE_SUCH",
                "--initial-cluster=other=http://127.0.0.1:1 | default",
                "--initial-cluster=nonsense | nonsense",
                "--initial-cluster=default=http://localhost:2380,b=http://localhost:2380 | given twice",
                "--initial-cluster=default=http://localhost:1 | --initial-advertise-peer-urls",
                "--initial-advertise-peer-urls=http://:2380 | unexpected empty host (http://:2380)",
                "--initial-cluster-state=existing | no other member",
                "--max-concurrent-streams=0 | --max-concurrent-streams",
                "--auth-token=nonsense | --auth-token",
                "--auth-token=jwt | auth: invalid auth signature method",
                "--auth-token=jwt,sign-method | auth: invalid auth options",
                "--auth-token=jwt,ttl=1m,ttl=1m | auth: invalid auth options",
                "--auth-token=jwt,sign-method=RS256 | auth: missing key data",
                "--auth-token=jwt,sign-method=RS256,ttl=soon,priv-key=DIR/m.key | auth-token",
                "--auth-token=jwt,sign-method=RS256,priv-key=DIR/none.key | DIR/none.key",
                "--auth-token=jwt,sign-method=RS256,priv-key=DIR/plain.txt | priv-key holds no private key",
            })
    void isRefusedInOneLineAndLeavesNothing(String flags, String named) throws IOException {
        TestCa.Issued issued = new TestCa("members").issue(directory, "m");
        Files.move(issued.cert(), directory.resolve("m.crt"));
        Files.move(issued.key(), directory.resolve("m.key"));
        Path plain = Files.writeString(directory.resolve("plain.txt"), "neither a key nor a socket");
        assertRefused(inPlace(flags), inPlace(named));
        assertThat(plain).hasContent("neither a key nor a socket");
    }

    @Test
    void anAddressOfAnotherProcessIsNotTaken() throws IOException {
        Path file = directory.resolve("other.sock");
        try (ServerSocket port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(file));
            assertRefused("--auto-tls --listen-peer-urls=http://127.0.0.1:" + port.getLocalPort(), "in use");
            assertRefused("--listen-client-urls=unix://" + file, "in use");
            assertRefused("--listen-peer-urls=unix://" + file, "in use");
            assertThat(file).exists();
        }
    }

    private String inPlace(String text) {
        return text.replace("DIR", directory.toString()).replace("FREE", String.valueOf(freePort));
    }

    /** A failure of these types is told in one line. */
    private void assertRefused(String flags, String named) {
        assertThatThrownBy(() -> start(flags))
                .isInstanceOfAny(
                        BadConfigException.class,
                        StartRefusedException.class,
                        ListenException.class,
                        TlsException.class)
                .hasMessageContaining(named);
        assertThat(data).doesNotExist();
    }

    private void start(String flags) {
        FlagTable table = FlagTable.load();
        String free =
                "--data-dir=" + data + " --listen-client-urls=http://127.0.0.1:0 --listen-peer-urls=http://127.0.0.1:0"
                        + " --advertise-client-urls=http://127.0.0.1:2379 ";
        Map<String, String> given = new CommandLineFlags(table).parse((free + flags).split(" "));
        NodeConfig config = NodeConfig.of(Flags.of(table, given, Map.of()));
        try (NodeProcess process = new NodeProcess(config, Wiring.metrics())) {
            process.start();
        }
    }
}
