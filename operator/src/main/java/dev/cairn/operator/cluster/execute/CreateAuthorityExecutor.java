// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.execute;

import dev.cairn.operator.cluster.desired.TlsSecret;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.crash.CrashSwitch;
import dev.cairn.operator.kube.KubeWriter;
import dev.cairn.operator.tls.CertificateAuthority;
import java.security.SecureRandom;

/** Makes a cluster's CA, unless another operator was first: only one can be the cluster's. */
final class CreateAuthorityExecutor implements StepExecutor<Step.CreateAuthority> {
    private final KubeWriter kube;
    private final SecureRandom random;
    private final CrashSwitch crash;

    CreateAuthorityExecutor(KubeWriter kube, SecureRandom random, CrashSwitch crash) {
        this.kube = kube;
        this.random = random;
        this.crash = crash;
    }

    @Override
    public Outcome execute(ObservedCluster seen, Step.CreateAuthority step) {
        String name = seen.key().caKeySecret();
        step.earlierUid()
                .ifPresent(uid -> kube.delete("api/v1", "secrets", seen.key().namespace(), name, uid));
        boolean created = kube.create(TlsSecret.caKey(
                seen.key(), CertificateAuthority.create(seen.key().name() + " CA", seen.now(), random)));
        if (!created) {
            return new Outcome.NotYet("a Secret " + name + " is here already");
        }
        crash.at(CrashPoint.AFTER_AUTHORITY);
        return new Outcome.Done("Secret " + name + " was created: " + step.message());
    }
}
