// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import dev.cairn.node.tls.ReloadingTls;
import dev.cairn.node.tls.TlsConfig;
import io.netty.handler.ssl.SslContext;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** The certificates of the client port and of the peer port, reloaded when their files change. Null where not given. */
record Tls(ReloadingTls client, ReloadingTls peer) {
    static Tls of(NodeConfig config) {
        return new Tls(
                load(config.flags(), "", ReloadingTls.CLIENT_PORT_ALPN),
                load(config.flags(), "peer-", ReloadingTls.NO_ALPN));
    }

    private static ReloadingTls load(Flags flags, String prefix, List<String> alpn) {
        String cert = flags.string(prefix + "cert-file");
        String key = flags.string(prefix + "key-file");
        if (cert.isEmpty() != key.isEmpty()) {
            throw new BadConfigException(
                    "--" + prefix + "cert-file and --" + prefix + "key-file must be given together");
        }
        if (cert.isEmpty()) {
            return null;
        }
        TlsConfig config = TlsConfig.of(Path.of(cert), Path.of(key))
                .withProtocols(
                        flags.string("tls-min-version"), flags.string("tls-max-version"), flags.list("cipher-suites"));
        String ca = flags.string(prefix + "trusted-ca-file");
        boolean required = flags.bool(prefix + "client-cert-auth");
        if (required && ca.isEmpty()) {
            throw new BadConfigException("--" + prefix + "client-cert-auth needs --" + prefix + "trusted-ca-file");
        }
        if (!ca.isEmpty()) {
            config = config.withTrustedCa(Path.of(ca), true);
        }
        List<String> names = prefix.isEmpty() ? List.of() : flags.list("peer-cert-allowed-cn");
        List<String> hosts =
                flags.list(prefix.isEmpty() ? "client-cert-allowed-hostname" : "peer-cert-allowed-hostname");
        return new ReloadingTls(config.withAllowed(names, hosts, null), alpn, System::nanoTime);
    }

    /** Of each new connection to the client port; null where the port is plain. */
    Supplier<SslContext> clientPort() {
        return client == null ? null : client::server;
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
