// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.execute;

import dev.cairn.operator.cluster.desired.TlsSecret;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.crash.CrashSwitch;
import dev.cairn.operator.kube.KubeWriter;
import java.util.Optional;

/** Tells which CAs to trust, in their own Secret and beside each certificate; taken from wherever one is still to be had. */
final class PublishAuthorityExecutor {
    private final KubeWriter kube;
    private final Authorities authorities;
    private final CrashSwitch crash;

    PublishAuthorityExecutor(KubeWriter kube, Authorities authorities, CrashSwitch crash) {
        this.kube = kube;
        this.authorities = authorities;
        this.crash = crash;
    }

    Outcome publish(ObservedCluster seen, Step.PublishAuthority step) {
        Optional<String> bundle = authorities.bundle(seen, step.caKeyIds());
        if (bundle.isEmpty()) {
            return nowhere();
        }
        kube.apply(TlsSecret.ca(seen.key(), bundle.get(), seen.now()));
        crash.at(CrashPoint.AFTER_AUTHORITY_PUBLISHED);
        return new Outcome.Done(step.message());
    }

    Outcome spread(ObservedCluster seen, Step.SpreadTrust step) {
        Optional<String> bundle = authorities.bundle(seen, step.caKeyIds());
        if (bundle.isEmpty()) {
            return nowhere();
        }
        boolean there = kube.mergeSecret(
                seen.key().namespace(), step.secret(), step.secretUid(), TlsSecret.trusting(bundle.get()));
        if (!there) {
            return new Outcome.NotYet("Secret " + step.secret() + " is not the one that was seen any more");
        }
        crash.at(CrashPoint.AFTER_TRUST_SPREAD);
        return new Outcome.Done(step.message());
    }

    private static Outcome nowhere() {
        return new Outcome.NotYet("no Secret holds the certificates of all CAs to be trusted any more");
    }
}
