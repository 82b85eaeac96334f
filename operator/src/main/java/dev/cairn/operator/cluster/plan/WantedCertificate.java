// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import dev.cairn.operator.tls.Leaf;
import java.util.Optional;

/**
 * A certificate that there is to be.
 *
 * @param secret where it is to be found
 * @param member whose it is; empty for a client's
 * @param client the entry of the specification it is for
 */
record WantedCertificate(String secret, Optional<String> member, Optional<String> client, Leaf leaf) {

    /** In words. */
    String whose() {
        return member.or(() -> client.map(each -> "the client " + each)).orElse(secret);
    }
}
