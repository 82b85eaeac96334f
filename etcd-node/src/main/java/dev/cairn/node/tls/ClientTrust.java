// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;

/**
 * What a client that runs once shows and trusts, read from PEM files now. {@code keys} is empty where it shows no
 * certificate; without a CA file it trusts the system's authorities.
 */
public record ClientTrust(List<KeyManager> keys, List<TrustManager> authorities) {
    /** {@code ca} may be null; {@code cert} and {@code key} are both given or both null. */
    public static ClientTrust of(Path ca, Path cert, Path key) {
        if ((cert == null) != (key == null)) {
            throw new TlsException("a client certificate file and a client key file are given together or not at all");
        }
        try {
            TrustManager authorities = TlsContexts.chains(ca == null ? List.of() : PemFiles.certificatesOf(ca));
            List<KeyManager> keys = cert == null
                    ? List.of()
                    : List.of(TlsContexts.keys(
                            PemFiles.read(TlsConfig.of(cert, key)).serverIdentity()));
            return new ClientTrust(keys, List.of(authorities));
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsException("TLS cannot be set up from " + ca + " and " + cert + ": " + e.getMessage(), e);
        }
    }

    /** The same keys shown, and any certificate taken. */
    public ClientTrust withoutVerification() {
        return new ClientTrust(keys, List.of(new NoVerification()));
    }
}
