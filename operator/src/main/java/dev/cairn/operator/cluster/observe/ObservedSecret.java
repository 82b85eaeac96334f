// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.observe;

import dev.cairn.operator.tls.CertificateFacts;
import java.util.Optional;

/**
 * A Secret with a certificate.
 *
 * @param member whose it is; empty for one of the cluster as a whole
 * @param uid of the Secret
 * @param earlier it belongs to an earlier resource of this name, and goes with it
 * @param certificate what {@code tls.crt} says, or {@code ca.crt} where that is all there is; empty where it cannot be
 *     read
 * @param keyFits {@code tls.key} is the certificate's
 * @param trusts key identifier, in hexadecimal, of the CA in {@code ca.crt}; empty where there is none to be read
 */
public record ObservedSecret(
        String name,
        Optional<String> member,
        String uid,
        boolean earlier,
        Optional<CertificateFacts> certificate,
        boolean keyFits,
        Optional<String> trusts) {

    /** Whether a server or a client can use it. */
    public boolean usable() {
        return certificate.isPresent() && keyFits && trusts.isPresent();
    }
}
