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
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/** Makes a CA, unless another operator was first: only one can be the cluster's, and only one the next. */
final class CreateAuthorityExecutor {
    private static final int NAME_BYTES = 4;

    private final KubeWriter kube;
    private final SecureRandom random;
    private final CrashSwitch crash;

    CreateAuthorityExecutor(KubeWriter kube, SecureRandom random, CrashSwitch crash) {
        this.kube = kube;
        this.random = random;
        this.crash = crash;
    }

    Outcome first(ObservedCluster seen, Step.CreateAuthority step) {
        var made = new Made(seen.key().caKeySecret(), seen.key().name() + " CA", step.asked(), step.life());
        return create(seen, step.earlierUid(), made, CrashPoint.AFTER_AUTHORITY, step.message());
    }

    /** Two CAs of one cluster do not bear one name: who verifies looks for the issuer by its name first. */
    Outcome next(ObservedCluster seen, Step.CreateNextAuthority step) {
        byte[] suffix = new byte[NAME_BYTES];
        random.nextBytes(suffix);
        var made = new Made(
                seen.key().nextCaKeySecret(),
                seen.key().name() + " CA " + HexFormat.of().formatHex(suffix),
                step.asked(),
                step.life());
        return create(seen, step.unusableUid(), made, CrashPoint.AFTER_NEXT_AUTHORITY, step.message());
    }

    /**
     * A CA to be.
     *
     * @param asked the annotation that asks for it
     */
    private record Made(String secret, String commonName, Optional<String> asked, Duration life) {}

    private Outcome create(
            ObservedCluster seen, Optional<String> goesFirst, Made made, CrashPoint point, String message) {
        goesFirst.ifPresent(uid -> kube.delete("api/v1", "secrets", seen.key().namespace(), made.secret(), uid));
        KeyedCertificate ca = CertificateAuthority.create(made.commonName(), made.life(), seen.now(), random);
        if (!kube.create(TlsSecret.caKey(seen.key(), made.secret(), ca, made.asked()))) {
            return new Outcome.NotYet("a Secret " + made.secret() + " is here already");
        }
        crash.at(point);
        return new Outcome.Done("Secret " + made.secret() + " was created: " + message);
    }
}
