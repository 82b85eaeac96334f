// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.testkit;

import dev.cairn.operator.cluster.observe.ObservedSecret;
import dev.cairn.operator.cluster.observe.WireView;
import dev.cairn.operator.tls.CertificateFacts;
import dev.cairn.operator.tls.CertificateReader;
import dev.cairn.operator.tls.Handshake;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Secrets with certificates, as they may be seen. */
final class Certificates {
    private Certificates() {}

    /** One of the CA in use, with two months left. */
    static ObservedSecret good(String name, Optional<String> member, List<String> names) {
        return of(name, member, names, World.CA, Set.of(World.CA), Map.of());
    }

    /** What a member shows and trusts that has loaded this Secret. */
    static WireView loaded(ObservedSecret secret, String caKeyId) {
        var port = new Handshake(secret.issuer(), secret.trusts().contains(caKeyId));
        return new WireView(port, port);
    }

    /** Under which name the object is seen: a Certificate of cert-manager's may bear that of a Service. */
    static String key(HasMetadata object) {
        String name = object.getMetadata().getName();
        return "Certificate".equals(object.getKind()) ? "Certificate/" + name : name;
    }

    /** One of this CA, a month old and with two months left. */
    static ObservedSecret of(
            String name,
            Optional<String> member,
            List<String> names,
            String issuer,
            Collection<String> trusts,
            Map<String, String> notes) {
        return new ObservedSecret(
                name,
                member,
                "uid-" + name,
                false,
                Optional.of(new CertificateFacts(
                        World.NOW.minus(Duration.ofDays(30)),
                        World.NOW.plus(Duration.ofDays(60)),
                        CertificateReader.spelled(names),
                        issuer,
                        issuer)),
                true,
                new TreeSet<>(trusts),
                notes);
    }
}
