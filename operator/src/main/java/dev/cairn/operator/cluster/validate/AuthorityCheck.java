// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.validate;

import dev.cairn.crds.cluster.TlsMode;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedSecret;
import dev.cairn.operator.cluster.reason.HoldReason;
import dev.cairn.operator.tls.CertificateFacts;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which CA a managed cluster goes by. The one its members trust stays: another would leave members and clients that do
 * not hear one another. So a CA is made once, before the cluster has formed, and never by the operator's own decision
 * again.
 */
public final class AuthorityCheck {
    private AuthorityCheck() {}

    /** Key identifier, in hexadecimal, of the CA that members trust; empty as long as none does. */
    public static Optional<String> trusted(ObservedCluster seen) {
        if (seen.latchedClusterId().isEmpty()) {
            return Optional.empty();
        }
        return Optional.ofNullable(seen.status().certificateAuthority()).or(() -> inferred(seen));
    }

    /** Whether the operator may make a CA: nothing is there, and nobody trusts one. */
    public static boolean mayMake(ObservedCluster seen) {
        ObservedSecret key = seen.secrets().get(seen.key().caKeySecret());
        if (key != null && !key.earlier()) {
            return false;
        }
        return seen.latchedClusterId().isEmpty()
                || (trusted(seen).isEmpty() && seen.pods().isEmpty());
    }

    /** What is wrong with the CA, and what to do about it. */
    public static Optional<Problem> problem(ObservedCluster seen) {
        if (seen.tlsMode() != TlsMode.MANAGED || mayMake(seen)) {
            return Optional.empty();
        }
        ObservedSecret key = seen.secrets().get(seen.key().caKeySecret());
        String where = "Secret " + seen.key().namespace() + "/" + seen.key().caKeySecret();
        String meanwhile = " Members go on with the certificates they have"
                + firstEnd(seen).map(end -> ", the first of which ends " + end).orElse("")
                + "; none is issued or renewed";
        if (key == null || key.earlier()) {
            return Optional.of(new Problem(
                    HoldReason.CA_KEY_MISSING,
                    where + ", the key of the CA that members trust, is gone: put it back from a backup." + meanwhile));
        }
        if (key.certificate().isEmpty() || !key.keyFits()) {
            return Optional.of(new Problem(
                    HoldReason.CA_KEY_UNUSABLE,
                    where + " needs a certificate in tls.crt and its own private key in tls.key, each a PEM text: "
                            + (trusted(seen).isEmpty()
                                    ? "put it right, or delete it and the operator makes another."
                                    : "put it back from a backup.")
                            + meanwhile));
        }
        Optional<String> trusted = trusted(seen);
        if (trusted.isPresent() && !trusted.get().equals(key.certificate().get().keyId())) {
            return Optional.of(new Problem(
                    HoldReason.CA_NOT_TRUSTED,
                    where + " holds another CA than the one that members trust (key " + trusted.get()
                            + "): put that one back from a backup." + meanwhile));
        }
        return Optional.empty();
    }

    /** From the certificates that members show; else from the clients'; else from what is published. */
    private static Optional<String> inferred(ObservedCluster seen) {
        var issuers = new TreeSet<String>();
        seen.secrets().values().stream()
                .filter(each -> each.member().isPresent() && each.usable() && !each.earlier())
                .forEach(each -> issuers.add(each.certificate().orElseThrow().issuerKeyId()));
        if (issuers.size() == 1) {
            return Optional.of(issuers.first());
        }
        return Optional.ofNullable(seen.secrets().get(seen.key().clientTlsSecret()))
                .filter(each -> each.usable() && !each.earlier())
                .flatMap(ObservedSecret::trusts)
                .or(() -> Optional.ofNullable(seen.secrets().get(seen.key().caSecret()))
                        .filter(each -> !each.earlier())
                        .flatMap(ObservedSecret::trusts));
    }

    private static Optional<String> firstEnd(ObservedCluster seen) {
        return seen.secrets().values().stream()
                .filter(each -> each.member().isPresent())
                .flatMap(each -> each.certificate().stream())
                .map(CertificateFacts::notAfter)
                .min(java.util.Comparator.naturalOrder())
                .map(Object::toString);
    }
}
