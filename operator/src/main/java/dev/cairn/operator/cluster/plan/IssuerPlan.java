// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import dev.cairn.operator.cluster.desired.AppliedObject;
import dev.cairn.operator.cluster.desired.CertificateRequest;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedSecret;
import dev.cairn.operator.cluster.validate.Trust;
import dev.cairn.operator.naming.ClusterKey;
import dev.cairn.operator.naming.Labels;
import dev.cairn.operator.tls.CertificateFacts;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Certificates that cert-manager issues. Each is asked for, arrives in a Secret that nobody mounts, and is taken over into
 * the one that is used when its CA is the one in use: cert-manager renews one after the other whenever it likes, and a
 * member that showed a certificate of a CA that the others do not know would be alone.
 */
final class IssuerPlan {
    private IssuerPlan() {}

    /** What is not asked for yet, or not as it should be. */
    static Optional<Step> request(ObservedCluster seen, List<WantedCertificate> wanted) {
        for (WantedCertificate each : wanted) {
            HasMetadata request = AppliedObject.marked(CertificateRequest.of(
                    seen.key(),
                    each.secret(),
                    each.leaf(),
                    CertificateTerms.of(seen).leaf(),
                    seen.spec().tls().certManager()));
            HasMetadata there = seen.requests().get(each.secret());
            if (there == null || !AppliedObject.covers(request, there)) {
                return Optional.of(new Step.ApplyObject(
                        "CertificateRequest",
                        request,
                        each.whose() + " is to have a certificate of cert-manager's: Certificate " + each.secret()));
            }
        }
        return Optional.empty();
    }

    /** What has arrived, is of the CA in use and is not what is used yet. */
    static Optional<Step> takeOver(ObservedCluster seen, WantedCertificate wanted, Trust trust) {
        ObservedSecret arrived = seen.secrets().get(ClusterKey.intakeSecret(wanted.secret()));
        ObservedSecret used = seen.secrets().get(wanted.secret());
        if (arrived == null || !arrived.usable() || !arrived.issuer().equals(Optional.of(trust.current()))) {
            return Optional.empty();
        }
        boolean same = used != null
                && !used.earlier()
                && used.usable()
                && used.certificate()
                        .map(CertificateFacts::keyId)
                        .equals(arrived.certificate().map(CertificateFacts::keyId))
                && used.certificate()
                        .map(CertificateFacts::notAfter)
                        .equals(arrived.certificate().map(CertificateFacts::notAfter));
        return same
                ? Optional.empty()
                : Optional.of(new Step.TakeOverCertificate(
                        wanted.secret(),
                        wanted.member(),
                        wanted.client(),
                        arrived.name(),
                        trust.current(),
                        trust.trusted(),
                        wanted.whose() + " gets the certificate that cert-manager has issued, which ends "
                                + arrived.certificate().orElseThrow().notAfter()));
    }

    /** What belongs to nobody any more; and once the CA in use is the issuer's last word, what is still of an earlier one. */
    static Optional<Step> prune(ObservedCluster seen, List<WantedCertificate> wanted, Trust trust) {
        Set<String> secrets = wanted.stream().map(WantedCertificate::secret).collect(Collectors.toSet());
        return seen.requests().values().stream()
                .filter(each -> !secrets.contains(each.getMetadata().getName()))
                .findFirst()
                .<Step>map(each -> new Step.DeleteRequest(
                        each.getMetadata().getName(),
                        each.getMetadata().getUid(),
                        "nobody uses Certificate " + each.getMetadata().getName() + " any more: it goes"))
                .or(() -> intake(seen)
                        .filter(each ->
                                !secrets.contains(each.note(Labels.ISSUED_FOR).orElseThrow()))
                        .findFirst()
                        .map(each -> delete(each, "nobody uses it any more: Secret " + each.name() + " goes")))
                .or(() -> trust.next().isPresent()
                        ? Optional.empty()
                        : intake(seen)
                                .filter(each -> each.usable() && !each.issuer().equals(Optional.of(trust.current())))
                                .findFirst()
                                .map(each -> delete(
                                        each,
                                        "Secret " + each.name() + " holds a certificate of an earlier CA: it goes, and"
                                                + " cert-manager issues another")));
    }

    private static java.util.stream.Stream<ObservedSecret> intake(ObservedCluster seen) {
        return seen.secrets().values().stream()
                .filter(each -> !each.earlier() && each.note(Labels.ISSUED_FOR).isPresent());
    }

    private static Step delete(ObservedSecret secret, String message) {
        return new Step.DeleteCertificate(Optional.empty(), secret.name(), secret.uid(), message);
    }
}
