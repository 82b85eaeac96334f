// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.execute;

import dev.cairn.operator.cluster.desired.TlsSecret;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.crash.CrashSwitch;
import dev.cairn.operator.kube.KubeWriter;
import dev.cairn.operator.tls.CertificateAuthority;
import dev.cairn.operator.tls.KeyedCertificate;
import io.fabric8.kubernetes.api.model.Secret;
import java.security.SecureRandom;
import java.util.Optional;

/** Issues one certificate from the CA that the step names, and from no other. */
final class IssueCertificateExecutor implements StepExecutor<Step.IssueCertificate> {
    private final KubeWriter kube;
    private final Authorities authorities;
    private final SecureRandom random;
    private final CrashSwitch crash;

    IssueCertificateExecutor(KubeWriter kube, Authorities authorities, SecureRandom random, CrashSwitch crash) {
        this.kube = kube;
        this.authorities = authorities;
        this.random = random;
        this.crash = crash;
    }

    @Override
    public Outcome execute(ObservedCluster seen, Step.IssueCertificate step) {
        Optional<KeyedCertificate> ca = authorities.keyed(seen, step.caKeyId());
        if (ca.isEmpty()) {
            return new Outcome.NotYet(
                    "Secret " + seen.key().caKeySecret() + " does not hold the CA " + step.caKeyId() + " any more");
        }
        Optional<String> bundle = authorities.bundle(seen, step.trusted());
        if (bundle.isEmpty()) {
            return new Outcome.NotYet("no Secret holds the certificates of all trusted CAs any more");
        }
        KeyedCertificate leaf = CertificateAuthority.of(ca.get(), random).issue(step.leaf(), step.life(), seen.now());
        Secret secret = TlsSecret.leaf(seen.key(), step.secret(), step.member(), step.client(), leaf, bundle.get());
        if (!kube.applyUnlessOthers(
                secret, step.client().isPresent() && !seen.secrets().containsKey(step.secret()))) {
            return new Outcome.NotYet("a Secret " + step.secret() + " is here already");
        }
        crash.at(CrashPoint.AFTER_CERTIFICATE);
        return new Outcome.Done("Secret " + step.secret() + " was written: " + step.message());
    }
}
