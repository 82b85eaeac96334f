// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Contexts made from one reading of the files. A new reading gets new contexts, never new managers in old contexts:
 * sessions and tickets belong to a context, and a client of a removed CA could go on resuming its session.
 */
record TlsContexts(SslContext server, SslContext client, SslContext rehearsalClient) {
    /** Go chooses these by itself and so do we: etcd's cipher list speaks of TLS 1.2. */
    private static final List<String> TLS13_SUITES =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    /** A rehearsal is not about whom a client trusts. */
    private static final TrustManager[] ANY = InsecureTrustManagerFactory.INSTANCE.getTrustManagers();

    private static final char[] NO_PASSWORD = new char[0];

    static TlsContexts make(TlsConfig config, PemFiles files, List<String> alpn) {
        try {
            TrustManager[] trust = {new PeerTrust(chains(files.trusted()), config, files.revocations())};
            SSLContext server = context(files.serverIdentity(), trust);
            SSLContext client = context(files.clientIdentity(), trust);
            ClientAuth clientAuth = config.requiresClientCert() ? ClientAuth.REQUIRE : ClientAuth.NONE;
            return new TlsContexts(
                    netty(server, false, clientAuth, config, alpn),
                    netty(client, true, ClientAuth.NONE, config, alpn),
                    netty(context(files.clientIdentity(), ANY), true, ClientAuth.NONE, config, alpn));
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsException("TLS cannot be set up from " + config.cert() + ": " + e.getMessage(), e);
        }
    }

    private static SslContext netty(
            SSLContext context, boolean client, ClientAuth clientAuth, TlsConfig config, List<String> alpn) {
        return new JdkSslContext(
                context,
                client,
                suites(config, context),
                SupportedCipherSuiteFilter.INSTANCE,
                alpn.isEmpty()
                        ? ApplicationProtocolConfig.DISABLED
                        : new ApplicationProtocolConfig(
                                Protocol.ALPN,
                                SelectorFailureBehavior.NO_ADVERTISE,
                                SelectedListenerFailureBehavior.ACCEPT,
                                alpn),
                clientAuth,
                config.protocols(),
                false);
    }

    /** Null for Netty's choice. */
    private static List<String> suites(TlsConfig config, SSLContext context) {
        if (config.cipherSuites().isEmpty()) {
            return null;
        }
        Set<String> supported =
                new TreeSet<>(Arrays.asList(context.getSupportedSSLParameters().getCipherSuites()));
        List<String> wanted = new ArrayList<>(TLS13_SUITES);
        for (String name : config.cipherSuites()) {
            // Go also knows its ChaCha suites without the hash at the end.
            String full = name.endsWith("_POLY1305") ? name + "_SHA256" : name;
            if (!supported.contains(full)) {
                throw new TlsException("unexpected TLS cipher suite \"" + name + "\"");
            }
            wanted.add(full);
        }
        return wanted;
    }

    private static SSLContext context(PemFiles.Identity identity, TrustManager[] trust)
            throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys(identity), trust, null);
        return context;
    }

    static KeyManager[] keys(PemFiles.Identity identity) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", identity.key(), NO_PASSWORD, identity.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    /** The system's authorities where none are named. */
    static X509ExtendedTrustManager chains(List<X509Certificate> trusted) throws GeneralSecurityException, IOException {
        KeyStore store = null;
        if (!trusted.isEmpty()) {
            store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < trusted.size(); i++) {
                store.setCertificateEntry("ca" + i, trusted.get(i));
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager each : factory.getTrustManagers()) {
            if (each instanceof X509ExtendedTrustManager chains) {
                return chains;
            }
        }
        throw new IllegalStateException("this Java platform checks no certificate chains");
    }
}
