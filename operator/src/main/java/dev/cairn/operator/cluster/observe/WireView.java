// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.observe;

import dev.cairn.operator.tls.Handshake;

/**
 * What a member's two ports made of a client with a certificate of one CA: what is in a Secret is not yet what a member
 * has loaded.
 */
public record WireView(Handshake clients, Handshake peers) {

    /** Both ports took the certificate: the member trusts its CA, towards clients and towards peers. */
    public boolean trusts() {
        return clients.accepted() && peers.accepted();
    }

    /** Both ports show certificates of this CA. */
    public boolean shows(String caKeyId) {
        return clients.issuedBy(caKeyId) && peers.issuedBy(caKeyId);
    }
}
