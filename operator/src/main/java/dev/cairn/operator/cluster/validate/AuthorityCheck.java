// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.validate;

import dev.cairn.crds.cluster.TlsMode;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedSecret;
import dev.cairn.operator.cluster.reason.HoldReason;
import dev.cairn.operator.tls.CertificateFacts;
import java.util.Optional;

/**
 * Which CA a managed cluster goes by. A CA that its members do not trust would leave members and clients that do not hear
 * one another. So one is made at once only before the cluster has formed; whatever happens to it later, another one
 * issues nothing before it is trusted everywhere.
 */
public final class AuthorityCheck {
    private AuthorityCheck() {}

    /** Whether the operator may make a CA: nothing is there, and nobody trusts one. */
    public static boolean mayMake(ObservedCluster seen) {
        ObservedSecret key = seen.secrets().get(seen.key().caKeySecret());
        if (key != null && !key.earlier()) {
            return false;
        }
        return seen.latchedClusterId().isEmpty()
                || (Trust.inUse(seen).isEmpty() && seen.pods().isEmpty());
    }

    /** What is wrong with the CA, and what to do about it. */
    public static Optional<Problem> problem(ObservedCluster seen) {
        if (seen.tlsMode() != TlsMode.MANAGED || mayMake(seen)) {
            return Optional.empty();
        }
        ObservedSecret key = seen.secrets().get(seen.key().caKeySecret());
        Optional<Trust> trust = Trust.of(seen);
        if (trust.map(Trust::keyed).orElse(false)) {
            return Optional.empty();
        }
        String where = "Secret " + seen.key().namespace() + "/" + seen.key().caKeySecret();
        String remedy = remedy(seen, trust);
        if (key == null || key.earlier()) {
            return Optional.of(new Problem(
                    HoldReason.CA_KEY_MISSING, where + ", the key of the CA that members trust, is gone: " + remedy));
        }
        if (key.certificate().isEmpty() || !key.keyFits()) {
            return Optional.of(new Problem(
                    HoldReason.CA_KEY_UNUSABLE,
                    where + " needs a certificate in tls.crt and its own private key in tls.key, each a PEM text: "
                            + (Trust.inUse(seen).isEmpty()
                                    ? "put it right, or delete it and the operator makes another."
                                    : remedy)));
        }
        return Optional.of(new Problem(
                HoldReason.CA_NOT_TRUSTED,
                where + " holds another CA than the one that members trust (key "
                        + trust.map(Trust::current).orElse("unknown") + "): " + remedy));
    }

    private static String remedy(ObservedCluster seen, Optional<Trust> trust) {
        return (trust.map(Trust::known).orElse(false)
                        ? "a new CA takes its place once every member trusts it."
                        : "put it back from a backup; no Secret holds its certificate any more, so that no other can take"
                                + " its place.")
                + " Members go on with the certificates they have"
                + firstEnd(seen).map(end -> ", the first of which ends " + end).orElse("")
                + "; none is issued or renewed meanwhile";
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
