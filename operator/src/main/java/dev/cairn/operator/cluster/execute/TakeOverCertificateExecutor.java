// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.execute;

import dev.cairn.operator.cluster.desired.TlsSecret;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.SecretReader;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.crash.CrashSwitch;
import dev.cairn.operator.kube.KubeWriter;
import dev.cairn.operator.naming.Labels;
import dev.cairn.operator.tls.CertificateReader;
import dev.cairn.operator.tls.KeyedCertificate;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Optional;

/** Takes over what cert-manager has issued, if it still is of the CA that the step names. */
final class TakeOverCertificateExecutor implements StepExecutor<Step.TakeOverCertificate> {
    private final KubeWriter kube;
    private final Authorities authorities;
    private final SecretReader secrets;
    private final CrashSwitch crash;

    TakeOverCertificateExecutor(KubeWriter kube, Authorities authorities, SecretReader secrets, CrashSwitch crash) {
        this.kube = kube;
        this.authorities = authorities;
        this.secrets = secrets;
        this.crash = crash;
    }

    @Override
    public Outcome execute(ObservedCluster seen, Step.TakeOverCertificate step) {
        Optional<KeyedCertificate> leaf = arrived(seen, step);
        Optional<String> bundle = authorities.bundle(seen, step.trusted());
        if (leaf.isEmpty() || bundle.isEmpty()) {
            return new Outcome.NotYet("Secret " + step.arrived() + " does not hold a certificate of the CA "
                    + step.caKeyId() + " any more, or a CA's certificate is nowhere to be had");
        }
        Secret secret = new SecretBuilder(TlsSecret.leaf(
                        seen.key(), step.secret(), step.member(), step.client(), leaf.get(), bundle.get()))
                .editMetadata()
                .addToAnnotations(Labels.ISSUED_BY, step.caKeyId())
                .endMetadata()
                .build();
        if (!kube.applyUnlessOthers(
                secret, step.client().isPresent() && !seen.secrets().containsKey(step.secret()))) {
            return new Outcome.NotYet("a Secret " + step.secret() + " is here already");
        }
        crash.at(CrashPoint.AFTER_CERTIFICATE);
        return new Outcome.Done("Secret " + step.secret() + " was written: " + step.message());
    }

    private Optional<KeyedCertificate> arrived(ObservedCluster seen, Step.TakeOverCertificate step) {
        boolean same = secrets.text(seen.key(), step.arrived(), "ca.crt")
                .flatMap(pem -> CertificateReader.of(step.caKeyId(), pem))
                .isPresent();
        return secrets.text(seen.key(), step.arrived(), "tls.crt")
                .flatMap(certificate -> secrets.text(seen.key(), step.arrived(), "tls.key")
                        .map(key -> new KeyedCertificate(certificate, key)))
                .filter(each -> same && CertificateReader.fit(each.certificatePem(), each.privateKeyPem()));
    }
}
