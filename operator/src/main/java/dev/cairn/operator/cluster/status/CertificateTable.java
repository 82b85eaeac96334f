// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.status;

import dev.cairn.crds.cluster.ProvidedTls;
import dev.cairn.crds.cluster.TlsMode;
import dev.cairn.crds.cluster.status.CertificatesStatus;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedSecret;
import dev.cairn.operator.cluster.plan.AuthorityRotation;
import dev.cairn.operator.cluster.plan.CertificatePlan;
import dev.cairn.operator.cluster.validate.Trust;
import dev.cairn.operator.conditions.ConditionSet;
import dev.cairn.operator.tls.CertificateFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The certificates in use, and what is to be said of them. */
public final class CertificateTable {
    static final String CONDITION = "CertificatesValid";
    /** So long before its end a certificate that is not renewed is worth a word; a short-lived one, a quarter of its life. */
    private static final Duration MARGIN = Duration.ofDays(7);

    private static final int QUARTER = 4;

    private CertificateTable() {}

    /** Certificates by the Secret they are in; none without TLS. */
    public static SortedMap<String, CertificateFacts> of(ObservedCluster seen) {
        var table = new TreeMap<String, CertificateFacts>();
        inUse(seen).forEach(each -> each.certificate().ifPresent(facts -> table.put(each.name(), facts)));
        return table;
    }

    /** Whole days left, rounded down. */
    public static long daysLeft(CertificateFacts certificate, Instant now) {
        return Math.floorDiv(
                Duration.between(now, certificate.notAfter()).toSeconds(),
                Duration.ofDays(1).toSeconds());
    }

    static boolean ending(CertificateFacts certificate, Instant now) {
        Duration quarter = Duration.between(certificate.notBefore(), certificate.notAfter())
                .dividedBy(QUARTER);
        Duration margin = quarter.compareTo(MARGIN) < 0 ? quarter : MARGIN;
        return now.plus(margin).isAfter(certificate.notAfter());
    }

    /** @param noted what the intents of earlier steps say */
    static CertificatesStatus status(ObservedCluster seen, CertificatesStatus noted) {
        if (seen.tlsMode() == TlsMode.DISABLED) {
            return null;
        }
        Optional<Map.Entry<String, CertificateFacts>> first = firstToEnd(seen);
        List<String> trusted = noted == null ? null : noted.trusted();
        return new CertificatesStatus(
                trusted == null
                        ? Trust.of(seen)
                                .filter(Trust::known)
                                .map(each -> List.copyOf(each.trusted()))
                                .orElse(null)
                        : trusted,
                AuthorityRotation.told(seen).orElse(null),
                Optional.ofNullable(of(seen).get(seen.key().caKeySecret()))
                        .map(each -> each.notAfter().toString())
                        .orElse(null),
                first.map(Map.Entry::getKey).orElse(null),
                first.map(each -> each.getValue().notAfter().toString()).orElse(null),
                first.map(each -> (int) daysLeft(each.getValue(), seen.now())).orElse(null));
    }

    static void tell(ConditionSet conditions, ObservedCluster seen) {
        if (seen.tlsMode() == TlsMode.DISABLED) {
            return;
        }
        Optional<Map.Entry<String, CertificateFacts>> first = firstToEnd(seen);
        if (first.isEmpty()) {
            conditions.say(CONDITION, false, "NoCertificates", "there are no certificates yet");
            return;
        }
        CertificateFacts facts = first.get().getValue();
        String end = "the first certificate to end is in Secret " + first.get().getKey() + ": " + facts.notAfter();
        List<String> taken = CertificatePlan.taken(seen);
        Optional<String> rotation = AuthorityRotation.told(seen);
        if (ending(facts, seen.now())) {
            boolean ended = !facts.notAfter().isAfter(seen.now());
            conditions.say(CONDITION, false, ended ? "Ended" : "Ending", end);
        } else if (!taken.isEmpty()) {
            conditions.say(
                    CONDITION,
                    false,
                    "ClientSecretTaken",
                    "Secrets that spec.tls.clients asks for are there already and are not the operator's: "
                            + String.join(", ", taken) + "; " + end);
        } else if (rotation.isPresent()) {
            conditions.say(CONDITION, true, "RotatingAuthority", rotation.get() + "; " + end);
        } else {
            conditions.say(CONDITION, true, "Valid", end);
        }
    }

    private static Optional<Map.Entry<String, CertificateFacts>> firstToEnd(ObservedCluster seen) {
        return of(seen).entrySet().stream()
                .min(Comparator.comparing(each -> each.getValue().notAfter()));
    }

    private static Stream<ObservedSecret> inUse(ObservedCluster seen) {
        return switch (seen.tlsMode()) {
            case DISABLED -> Stream.empty();
            case MANAGED, CERT_MANAGER ->
                seen.secrets().values().stream()
                        .filter(each -> !each.earlier()
                                && !each.arrived()
                                && each.keyFits()
                                && !each.name().equals(seen.key().nextCaKeySecret())
                                && !CertificatePlan.taken(seen).contains(each.name()));
            case PROVIDED -> {
                ProvidedTls provided = seen.spec().tls().provided();
                yield Stream.of(provided.serverSecretRef(), provided.peerSecretRef(), provided.clientSecretRef())
                        .flatMap(each -> Optional.ofNullable(seen.secrets().get(each.name())).stream());
            }
        };
    }
}
