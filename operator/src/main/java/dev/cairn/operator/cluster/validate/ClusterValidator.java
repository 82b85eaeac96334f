// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.validate;

import dev.cairn.crds.cluster.ProvidedTls;
import dev.cairn.crds.cluster.TlsMode;
import dev.cairn.crds.store.SecretRef;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedSecret;
import dev.cairn.operator.cluster.reason.HoldReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks what the resource points to, and what it says where no rule of the API server has. */
public final class ClusterValidator {

    /** Everything that is wrong; empty when nothing is. */
    public List<Problem> problems(ObservedCluster seen) {
        var problems = new ArrayList<Problem>();
        if (seen.tlsMode() == TlsMode.PROVIDED) {
            ProvidedTls provided = seen.spec().tls().provided();
            check(seen, "serverSecretRef", provided.serverSecretRef()).ifPresent(problems::add);
            check(seen, "peerSecretRef", provided.peerSecretRef()).ifPresent(problems::add);
            check(seen, "clientSecretRef", provided.clientSecretRef()).ifPresent(problems::add);
        }
        AuthorityCheck.problem(seen).ifPresent(problems::add);
        tooSmall(seen).ifPresent(problems::add);
        if (!seen.specFaults().isEmpty()) {
            problems.add(new Problem(HoldReason.SPEC_INVALID, String.join("; ", seen.specFaults())));
        }
        return List.copyOf(problems);
    }

    /** A member that is fed by a snapshot holds its data twice for a while, so that is what a volume must take. */
    private static Optional<Problem> tooSmall(ObservedCluster seen) {
        if (seen.spec().storage() == null || seen.spec().storage().size() == null) {
            return Optional.empty();
        }
        long asked = seen.spec().storage().size().getNumericalAmount().longValue();
        boolean smaller =
                seen.volumes().values().stream().anyMatch(each -> each.claim().bytes() > asked);
        long held = seen.volumes().keySet().stream()
                .flatMap(each -> seen.answer(each).stream())
                .mapToLong(each -> each.size().bytes())
                .max()
                .orElse(0);
        return smaller && asked < 2 * held
                ? Optional.of(new Problem(
                        HoldReason.STORAGE_TOO_SMALL,
                        "spec.storage.size is " + seen.spec().storage().size() + ": members hold " + held
                                + " bytes, and need twice as much while one is fed by a snapshot, so at least "
                                + 2 * held))
                : Optional.empty();
    }

    private static Optional<Problem> check(ObservedCluster seen, String field, SecretRef reference) {
        ObservedSecret secret = seen.secrets().get(reference.name());
        String where = "spec.tls.provided." + field + ": Secret " + seen.key().namespace() + "/" + reference.name();
        if (secret == null) {
            return Optional.of(new Problem(HoldReason.SECRET_MISSING, where + " does not exist"));
        }
        if (!secret.usable()) {
            return Optional.of(new Problem(
                    HoldReason.SECRET_UNUSABLE,
                    where + " needs tls.crt, its own private key in tls.key, and ca.crt, each a PEM text"));
        }
        if (seen.now().isAfter(secret.certificate().get().notAfter())) {
            return Optional.of(new Problem(
                    HoldReason.CERTIFICATE_EXPIRED,
                    where + " holds a certificate that ended "
                            + secret.certificate().get().notAfter()));
        }
        return Optional.empty();
    }
}
