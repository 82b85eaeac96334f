// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.validate;

import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedSecret;
import dev.cairn.operator.tls.CertificateFacts;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which CAs a managed cluster goes by, by their key identifiers in hexadecimal. While one takes another's place both are
 * trusted: a member is to know a CA before it meets a certificate of it, and to know it as long as it may meet one.
 *
 * @param current the one that issues
 * @param trusted those that members and clients are told to trust, as far as their certificates are still to be had
 * @param next the one that is to issue, once it is trusted everywhere
 * @param keyed the key of the current one is here; where cert-manager issues, something that it has issued from it
 */
public record Trust(String current, SortedSet<String> trusted, Optional<String> next, boolean keyed) {
    public Trust {
        trusted = Collections.unmodifiableSortedSet(new TreeSet<>(trusted));
    }

    /** Empty where the operator keeps no certificates, and as long as there is no CA. */
    public static Optional<Trust> of(ObservedCluster seen) {
        return switch (seen.tlsMode()) {
            case DISABLED, PROVIDED -> Optional.empty();
            case MANAGED ->
                inUse(seen).or(() -> keyOf(seen, seen.key().caKeySecret())).map(current -> of(seen, current));
            case CERT_MANAGER -> inUse(seen).or(() -> latest(seen)).map(current -> issued(seen, current));
        };
    }

    /** Whether what is trusted can still be told to anyone: without the current CA's certificate it cannot. */
    public boolean known() {
        return trusted.contains(current);
    }

    /** Key identifier, in hexadecimal, of the CA in use; empty as long as no member trusts one. */
    public static Optional<String> inUse(ObservedCluster seen) {
        if (seen.latchedClusterId().isEmpty()) {
            return Optional.empty();
        }
        return Optional.ofNullable(seen.status().certificateAuthority()).or(() -> inferredInUse(seen));
    }

    private static Trust of(ObservedCluster seen, String current) {
        Optional<String> kept = keyOf(seen, seen.key().caKeySecret());
        Optional<String> next = keyOf(seen, seen.key().nextCaKeySecret());
        return new Trust(
                current,
                trusted(seen, current),
                next.filter(each -> !each.equals(current)),
                kept.equals(Optional.of(current)) || next.equals(Optional.of(current)));
    }

    private static Trust issued(ObservedCluster seen, String current) {
        return new Trust(
                current,
                trusted(seen, current),
                latest(seen).filter(each -> !each.equals(current)),
                arrived(seen).anyMatch(each -> each.issuer().equals(Optional.of(current))));
    }

    private static SortedSet<String> trusted(ObservedCluster seen, String current) {
        var trusted = new TreeSet<>(noted(seen).orElseGet(() -> inferred(seen)));
        trusted.add(current);
        trusted.removeIf(each -> !toBeHad(seen, each));
        return trusted;
    }

    private static Stream<ObservedSecret> arrived(ObservedCluster seen) {
        return seen.secrets().values().stream().filter(each -> each.arrived() && each.usable());
    }

    /** The CA of what cert-manager has issued last: whatever is of another is on its way out. */
    private static Optional<String> latest(ObservedCluster seen) {
        return arrived(seen)
                .max(Comparator.comparing(
                        each -> each.certificate().orElseThrow().notBefore()))
                .flatMap(ObservedSecret::issuer);
    }

    /** Before a cluster has formed nothing is trusted but the CA that is here. */
    private static Optional<Collection<String>> noted(ObservedCluster seen) {
        if (seen.latchedClusterId().isEmpty()) {
            return Optional.of(List.of());
        }
        return Optional.ofNullable(seen.status().certificates()).map(each -> each.trusted());
    }

    /** From the certificates that members show; else from the clients'; else from what is published. */
    private static Optional<String> inferredInUse(ObservedCluster seen) {
        var issuers = new TreeSet<String>();
        seen.secrets().values().stream()
                .filter(each -> each.member().isPresent() && each.usable() && !each.earlier())
                .forEach(each -> each.issuer().ifPresent(issuers::add));
        if (issuers.size() == 1) {
            return Optional.of(issuers.first());
        }
        // While leaves are issued anew, those of the operator and of clients are the first.
        return Stream.of(seen.key().operatorTlsSecret(), seen.key().clientTlsSecret())
                .flatMap(each -> Optional.ofNullable(seen.secrets().get(each)).stream())
                .filter(each -> each.usable() && !each.earlier())
                .flatMap(each -> each.issuer().stream())
                .findFirst()
                .or(() -> Optional.ofNullable(seen.secrets().get(seen.key().caSecret()))
                        .filter(each -> !each.earlier() && each.trusts().size() == 1)
                        .map(each -> each.trusts().first()));
    }

    /** A status that was lost is made up for by what is published, as far as somebody has a certificate of it. */
    private static Collection<String> inferred(ObservedCluster seen) {
        var issuers = new TreeSet<String>();
        seen.secrets().values().stream()
                .filter(each -> !each.earlier())
                .forEach(each -> each.issuer().ifPresent(issuers::add));
        issuers.retainAll(Optional.ofNullable(seen.secrets().get(seen.key().caSecret()))
                .filter(each -> !each.earlier())
                .map(ObservedSecret::trusts)
                .orElseGet(TreeSet::new));
        return issuers;
    }

    private static boolean toBeHad(ObservedCluster seen, String keyId) {
        return seen.secrets().values().stream()
                .anyMatch(each -> !each.earlier()
                        && (each.trusts().contains(keyId)
                                || each.certificate()
                                        .map(CertificateFacts::keyId)
                                        .equals(Optional.of(keyId))));
    }

    /** The CA whose key this Secret holds. */
    private static Optional<String> keyOf(ObservedCluster seen, String secret) {
        return Optional.ofNullable(seen.secrets().get(secret))
                .filter(each -> !each.earlier() && each.keyFits())
                .flatMap(ObservedSecret::certificate)
                .map(CertificateFacts::keyId);
    }
}
