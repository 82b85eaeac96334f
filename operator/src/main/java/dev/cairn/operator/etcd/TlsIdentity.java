// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.etcd;

/** What the operator shows to members and by what it knows them: PEM texts. */
public record TlsIdentity(String caPem, String certificatePem, String privateKeyPem) {
    /** Keeps the key out of logs. */
    @Override
    public String toString() {
        return "TlsIdentity";
    }
}
