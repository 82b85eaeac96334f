// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.tls;

import java.time.Duration;
import java.time.Instant;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What matters about a certificate.
 *
 * @param names the host names and addresses it is good for
 * @param issuerKeyId which key signed it, in hexadecimal; its own for a CA
 */
public record CertificateFacts(
        Instant notBefore, Instant notAfter, SortedSet<String> names, String keyId, String issuerKeyId) {
    public CertificateFacts {
        names = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(names));
    }

    /** Two thirds of its life are over: time to issue the next one, with a third left to try in. */
    public boolean dueForRenewal(Instant now) {
        Duration life = Duration.between(notBefore, notAfter);
        return !now.isBefore(notBefore.plus(life.multipliedBy(2).dividedBy(3)));
    }
}
