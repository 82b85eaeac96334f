// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.execute;

import dev.cairn.operator.cluster.desired.TlsSecret;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.crash.CrashSwitch;
import dev.cairn.operator.kube.KubeWriter;
import java.util.Optional;

/** Publishes the certificate of the CA in use; taken from a member's own Secret where the CA's is gone. */
final class PublishAuthorityExecutor implements StepExecutor<Step.PublishAuthority> {
    private final KubeWriter kube;
    private final Authorities authorities;
    private final CrashSwitch crash;

    PublishAuthorityExecutor(KubeWriter kube, Authorities authorities, CrashSwitch crash) {
        this.kube = kube;
        this.authorities = authorities;
        this.crash = crash;
    }

    @Override
    public Outcome execute(ObservedCluster seen, Step.PublishAuthority step) {
        Optional<String> certificate = authorities.certificate(seen, step.caKeyId());
        if (certificate.isEmpty()) {
            return new Outcome.NotYet("no Secret holds the certificate of the CA " + step.caKeyId() + " any more");
        }
        kube.apply(TlsSecret.ca(seen.key(), certificate.get()));
        crash.at(CrashPoint.AFTER_AUTHORITY_PUBLISHED);
        return new Outcome.Done(step.message());
    }
}
