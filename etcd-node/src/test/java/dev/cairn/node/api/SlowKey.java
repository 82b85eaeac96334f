// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import dev.cairn.node.tls.TestCa;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/** A server's key that takes its time when a handshake asks for it. */
final class SlowKey extends X509ExtendedKeyManager {
    /** What happens before the key is there. */
    interface Wait {
        void pass() throws InterruptedException;
    }

    private final X509ExtendedKeyManager keys;
    private final Wait wait;

    private SlowKey(X509ExtendedKeyManager keys, Wait wait) {
        this.keys = keys;
        this.wait = wait;
    }

    static SslContext context(TestCa.Issued issued, Wait wait) throws Exception {
        KeyManagerFactory factory =
                TlsClient.trusting(issued.cert()).showing(issued).keys();
        return SslContextBuilder.forServer(new SlowKey((X509ExtendedKeyManager) factory.getKeyManagers()[0], wait))
                .build();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        try {
            wait.pass();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return keys.getPrivateKey(alias);
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return keys.chooseEngineServerAlias(keyType, issuers, engine);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return keys.getCertificateChain(alias);
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return keys.getClientAliases(keyType, issuers);
    }

    @Override
    public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
        return keys.chooseClientAlias(keyType, issuers, socket);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return keys.getServerAliases(keyType, issuers);
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return keys.chooseServerAlias(keyType, issuers, socket);
    }
}
