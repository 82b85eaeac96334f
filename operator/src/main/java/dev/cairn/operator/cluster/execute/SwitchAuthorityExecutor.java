// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.execute;

import dev.cairn.crds.cluster.TlsMode;
import dev.cairn.operator.cluster.desired.TlsSecret;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.crash.CrashSwitch;
import dev.cairn.operator.kube.KubeWriter;
import dev.cairn.operator.naming.Labels;
import dev.cairn.operator.tls.KeyedCertificate;
import java.util.Optional;

/**
 * Puts the CA in use into its own Secret, in the place of the one before. That it is in use the intent has said already:
 * until the Secret holds it, the one it waited in does.
 */
final class SwitchAuthorityExecutor {
    private static final String CORE = "api/v1";
    private static final String SECRETS = "secrets";

    private final KubeWriter kube;
    private final Authorities authorities;
    private final CrashSwitch crash;

    SwitchAuthorityExecutor(KubeWriter kube, Authorities authorities, CrashSwitch crash) {
        this.kube = kube;
        this.authorities = authorities;
        this.crash = crash;
    }

    Outcome use(ObservedCluster seen, Step.SwitchAuthority step) {
        if (seen.tlsMode() == TlsMode.CERT_MANAGER) {
            // The key is the issuer's; the intent has said all there is to say.
            crash.at(CrashPoint.AFTER_AUTHORITY_SWITCH);
            return new Outcome.Done(step.message());
        }
        String name = seen.key().caKeySecret();
        Optional<KeyedCertificate> ca = authorities.keyed(seen, step.caKeyId());
        if (ca.isEmpty()) {
            return new Outcome.NotYet("no Secret holds the key of the CA " + step.caKeyId() + " any more");
        }
        // Whatever is there may be of another type, which cannot be changed.
        Optional.ofNullable(seen.secrets().get(name))
                .ifPresent(each -> kube.delete(CORE, SECRETS, seen.key().namespace(), name, each.uid()));
        Optional<String> asked = Optional.ofNullable(
                        seen.secrets().get(seen.key().nextCaKeySecret()))
                .flatMap(each -> each.note(Labels.ROTATE_CA));
        if (!kube.create(TlsSecret.caKey(seen.key(), name, ca.get(), asked))) {
            return new Outcome.NotYet("a Secret " + name + " has been put there meanwhile");
        }
        crash.at(CrashPoint.AFTER_AUTHORITY_SWITCH);
        return new Outcome.Done(step.message());
    }

    Outcome tidy(ObservedCluster seen, Step.DeleteNextAuthority step) {
        kube.delete(CORE, SECRETS, seen.key().namespace(), seen.key().nextCaKeySecret(), step.secretUid());
        crash.at(CrashPoint.AFTER_NEXT_AUTHORITY_DELETED);
        return new Outcome.Done(step.message());
    }
}
