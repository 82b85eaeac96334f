// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.tls;

import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Trusts whoever answers, under whatever name: what {@code --insecure-skip-tls-verify} asks for. */
final class NoVerification extends X509ExtendedTrustManager {
    private static final X509Certificate[] NOBODY = {};

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyType) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyType, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyType, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyType, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyType, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return NOBODY;
    }
}
