// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import dev.cairn.node.bootstrap.flags.BadConfigException;
import dev.cairn.node.bootstrap.flags.Flags;
import dev.cairn.node.tls.ReloadingTls;
import dev.cairn.node.tls.SelfSignedCertificate;
import dev.cairn.node.tls.TlsConfig;
import dev.cairn.node.wire.EtcdUrl;
import io.netty.handler.ssl.SslContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** The certificates of the client port and of the peer port, reloaded when their files change. Null where not given. */
record Tls(ReloadingTls client, ReloadingTls peer) {
    private static final Duration YEAR = Duration.ofDays(365);

    /** From the files that flags name; throws for what is wrong with them, and touches nothing. */
    static Tls given(NodeConfig config) {
        Flags flags = config.flags();
        ReloadingTls client = !isGiven(flags, "")
                ? null
                : clientPort(files(flags, "", List.of(), flags.list("client-cert-allowed-hostname")));
        ReloadingTls peer = !isGiven(flags, "peer-")
                ? null
                : peerPort(files(
                        flags, "peer-", flags.list("peer-cert-allowed-cn"), flags.list("peer-cert-allowed-hostname")));
        return new Tls(client, peer);
    }

    /** With certificates of the member's own making, in its data directory, where flags ask for them and name none. */
    Tls withSelfSigned(NodeConfig config) {
        Flags flags = config.flags();
        return new Tls(
                client != null || !flags.bool("auto-tls")
                        ? client
                        : clientPort(selfSigned(config, "client", config.listenClientUrls())),
                peer != null || !flags.bool("peer-auto-tls")
                        ? peer
                        : peerPort(selfSigned(config, "peer", config.listenPeerUrls())));
    }

    /** Whether a port will have a certificate; {@code prefix} is empty for the clients' and {@code peer-} for the peers'. */
    static boolean isWanted(Flags flags, String prefix) {
        return isGiven(flags, prefix) || flags.bool(prefix + "auto-tls");
    }

    private static ReloadingTls clientPort(TlsConfig files) {
        return new ReloadingTls(files, ReloadingTls.CLIENT_PORT_ALPN, System::nanoTime);
    }

    private static ReloadingTls peerPort(TlsConfig files) {
        return new ReloadingTls(files, ReloadingTls.NO_ALPN, System::nanoTime);
    }

    private static boolean isGiven(Flags flags, String prefix) {
        boolean cert = !flags.string(prefix + "cert-file").isEmpty();
        boolean key = !flags.string(prefix + "key-file").isEmpty();
        if (cert != key) {
            throw new BadConfigException(
                    "--" + prefix + "cert-file and --" + prefix + "key-file must be given together");
        }
        return cert;
    }

    private static TlsConfig files(Flags flags, String prefix, List<String> names, List<String> hosts) {
        return new TlsConfig(
                path(flags, prefix + "cert-file"),
                path(flags, prefix + "key-file"),
                path(flags, prefix + "client-cert-file"),
                path(flags, prefix + "client-key-file"),
                path(flags, prefix + "trusted-ca-file"),
                path(flags, prefix.isEmpty() ? "client-crl-file" : "peer-crl-file"),
                flags.bool(prefix + "client-cert-auth"),
                names,
                hosts,
                flags.list("cipher-suites"),
                flags.string("tls-min-version"),
                flags.string("tls-max-version"),
                false);
    }

    private static Path path(Flags flags, String name) {
        String value = flags.string(name);
        return value.isEmpty() ? null : Path.of(value);
    }

    /** As etcd: a certificate of the member's own under its data directory, which nobody verifies. */
    private static TlsConfig selfSigned(NodeConfig config, String port, List<EtcdUrl> urls) {
        List<String> hosts = urls.stream().map(EtcdUrl::host).distinct().toList();
        return SelfSignedCertificate.in(
                config.dataDir().resolve("fixtures").resolve(port),
                hosts,
                Instant.now(),
                YEAR.multipliedBy(config.flags().number("self-signed-cert-validity")));
    }

    /** Of each new connection to the client port; null where the port is plain. */
    Supplier<SslContext> clientPort() {
        return client == null ? null : client::server;
    }

    /** So that the first client and the first peer wait for themselves only; blocks. */
    void rehearse() {
        if (client != null) {
            client.rehearse();
        }
        if (peer != null) {
            peer.rehearse();
        }
    }

    /** Looks whether files changed; also done at handshakes, but an idle member should not miss a broken file. */
    void check() {
        if (client != null) {
            client.check();
        }
        if (peer != null) {
            peer.check();
        }
    }
}
