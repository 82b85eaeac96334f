// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.tls;

import java.util.Optional;

/**
 * How a TLS handshake with a member's port went.
 *
 * @param issuerKeyId which key, in hexadecimal, the chain goes back to that the port showed; empty where it showed nothing that is
 *     trusted
 * @param accepted the port took the certificate it was shown and answered
 */
public record Handshake(Optional<String> issuerKeyId, boolean accepted) {
    /** Nobody was there, or nobody to trust. */
    public static final Handshake NONE = new Handshake(Optional.empty(), false);

    /** Whether the port showed a certificate of this CA. */
    public boolean issuedBy(String caKeyId) {
        return issuerKeyId.equals(Optional.of(caKeyId));
    }
}
