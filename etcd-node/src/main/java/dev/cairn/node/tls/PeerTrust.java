// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Java's own check of a chain, then etcd's: not revoked, common name or hostname on the list. A server whose name Java
 * would not look at is checked by name here.
 */
final class PeerTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager chains;
    private final TlsConfig config;
    private final X509CRL revocations;

    PeerTrust(X509ExtendedTrustManager chains, TlsConfig config, X509CRL revocations) {
        this.chains = chains;
        this.config = config;
        this.revocations = revocations;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        chains.checkClientTrusted(chain, authType, engine);
        checkClient(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        chains.checkClientTrusted(chain, authType, socket);
        checkClient(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        chains.checkClientTrusted(chain, authType);
        checkClient(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        if (!config.trustAnyServer()) {
            chains.checkServerTrusted(chain, authType, engine);
            if (engine.getSSLParameters().getEndpointIdentificationAlgorithm() == null) {
                requireNamed(chain[0], engine.getPeerHost());
            }
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        if (!config.trustAnyServer()) {
            chains.checkServerTrusted(chain, authType, socket);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        if (!config.trustAnyServer()) {
            chains.checkServerTrusted(chain, authType);
        }
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return chains.getAcceptedIssuers();
    }

    private static void requireNamed(X509Certificate leaf, String host) throws CertificateException {
        if (host == null || !CertificateNames.covers(leaf, host)) {
            throw new CertificateException("server certificate is not for " + host);
        }
    }

    private void checkClient(X509Certificate[] chain) throws CertificateException {
        X509Certificate leaf = chain[0];
        for (X509Certificate each : chain) {
            if (revocations != null && revocations.isRevoked(each)) {
                throw new CertificateException("certificate " + each.getSerialNumber() + " of "
                        + each.getSubjectX500Principal() + " is revoked");
            }
        }
        List<String> names = config.allowedCommonNames();
        if (!names.isEmpty() && !names.contains(CertificateNames.commonName(leaf))) {
            throw new CertificateException(
                    "common name \"" + CertificateNames.commonName(leaf) + "\" is not one of the allowed " + names);
        }
        List<String> hosts = config.allowedHostnames();
        if (!hosts.isEmpty() && hosts.stream().noneMatch(each -> CertificateNames.covers(leaf, each))) {
            throw new CertificateException("client certificate is for none of the allowed hostnames " + hosts);
        }
    }
}
