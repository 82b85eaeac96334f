// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.testkit;

import dev.cairn.operator.cluster.observe.ObservedSecret;
import dev.cairn.operator.tls.CertificateFacts;
import dev.cairn.operator.tls.CertificateReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Secrets with certificates, as they may be seen. */
final class Certificates {
    private Certificates() {}

    /** One of the CA in use, with two months left. */
    static ObservedSecret good(String name, Optional<String> member, List<String> names) {
        return new ObservedSecret(
                name,
                member,
                "uid-" + name,
                false,
                Optional.of(new CertificateFacts(
                        World.NOW.minus(Duration.ofDays(30)),
                        World.NOW.plus(Duration.ofDays(60)),
                        CertificateReader.spelled(names),
                        World.CA,
                        World.CA)),
                true,
                Optional.of(World.CA));
    }
}
