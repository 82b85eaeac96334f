// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.tls;

/** A certificate and its private key (PKCS #8), as PEM texts. */
public record KeyedCertificate(String certificatePem, String privateKeyPem) {
    /** Keeps the key out of logs. */
    @Override
    public String toString() {
        return "KeyedCertificate";
    }
}
