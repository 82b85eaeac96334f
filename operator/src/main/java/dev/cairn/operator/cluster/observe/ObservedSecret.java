// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.observe;

import dev.cairn.operator.naming.Labels;
import dev.cairn.operator.tls.CertificateFacts;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A Secret with a certificate.
 *
 * @param member whose it is; empty for one of the cluster as a whole
 * @param uid of the Secret
 * @param earlier it belongs to an earlier resource of this name, and goes with it
 * @param certificate what {@code tls.crt} says, or {@code ca.crt} where that is all there is; empty where it cannot be
 *     read
 * @param keyFits {@code tls.key} is the certificate's
 * @param trusts key identifiers, in hexadecimal, of the CAs in {@code ca.crt}; none where there is none to be read
 * @param notes the operator's labels and annotations on it
 */
public record ObservedSecret(
        String name,
        Optional<String> member,
        String uid,
        boolean earlier,
        Optional<CertificateFacts> certificate,
        boolean keyFits,
        SortedSet<String> trusts,
        Map<String, String> notes) {

    public ObservedSecret {
        trusts = Collections.unmodifiableSortedSet(new TreeSet<>(trusts));
        notes = Map.copyOf(notes);
    }

    /** Whether a server or a client can use it. */
    public boolean usable() {
        return certificate.isPresent() && keyFits && !trusts.isEmpty();
    }

    /** It holds what cert-manager has issued, and is mounted by nobody. */
    public boolean arrived() {
        return !earlier && note(Labels.ISSUED_FOR).isPresent();
    }

    /** Key identifier of the CA that its leaf goes back to; empty for a Secret that holds no leaf with its key. */
    public Optional<String> issuer() {
        if (!keyFits) {
            return Optional.empty();
        }
        Optional<String> arrived = note(Labels.ISSUED_FOR).isPresent() && trusts.size() == 1
                ? Optional.of(trusts.first())
                : Optional.empty();
        return note(Labels.ISSUED_BY).or(() -> arrived).or(() -> certificate.map(CertificateFacts::issuerKeyId));
    }

    /** What the operator has noted on it under this label or annotation. */
    public Optional<String> note(String name) {
        return Optional.ofNullable(notes.get(name));
    }
}
