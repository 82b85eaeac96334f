// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.transport;

import dev.cairn.node.server.Caller;
import dev.cairn.node.tls.CertificateNames;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** The caller whom a connection's certificate names. */
final class CertifiedCaller {
    private CertifiedCaller() {}

    /** {@code session} is null where the connection is not encrypted. */
    static Caller of(SSLSession session) {
        if (session == null) {
            return Caller.ANONYMOUS;
        }
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate leaf
                    ? Caller.certified(CertificateNames.commonName(leaf), CertificateNames.alternatives(leaf))
                    : Caller.ANONYMOUS;
        } catch (SSLPeerUnverifiedException none) {
            // It showed no certificate: none was asked for.
            return Caller.ANONYMOUS;
        }
    }
}
