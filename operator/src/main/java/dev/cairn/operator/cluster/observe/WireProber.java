// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.observe;

import dev.cairn.operator.naming.AddressBook;
import dev.cairn.operator.naming.ClusterKey;
import dev.cairn.operator.tls.CertificateAuthority;
import dev.cairn.operator.tls.Handshakes;
import dev.cairn.operator.tls.KeyedCertificate;
import dev.cairn.operator.tls.Leaf;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Finds out, while a CA is rotated, what each member has loaded: shows both its ports a certificate of the new one.
 */
public final class WireProber {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration LIFE = Duration.ofMinutes(10);

    private final AddressBook addresses;
    private final Executor executor;
    private final SecureRandom random;
    private final Handshakes handshakes = new Handshakes(PATIENCE);

    /** @param random what the certificates' keys are made from */
    public WireProber(AddressBook addresses, Executor executor, SecureRandom random) {
        this.addresses = addresses;
        this.executor = executor;
        this.random = random;
    }

    /**
     * What members are shown.
     *
     * @param client to the port of the clients
     * @param member to the port of the peers, by the name of the member asked
     */
    record Shown(KeyedCertificate client, Function<String, KeyedCertificate> member) {
        /** The same to all. */
        static Shown always(KeyedCertificate certificate) {
            return new Shown(certificate, any -> certificate);
        }
    }

    /** Certificates of this CA, made for this once. */
    Shown issued(ClusterKey key, KeyedCertificate ca, Instant now) {
        var authority = CertificateAuthority.of(ca, random);
        return new Shown(
                authority.issue(Leaf.client(key.name() + "-client"), LIFE, now),
                member -> authority.issue(new Leaf(member, addresses.certificateNames(key, member)), LIFE, now));
    }

    /**
     * Each running pod's member, by name.
     *
     * @param bundlePem what members are verified by
     */
    SortedMap<String, WireView> probe(
            ClusterKey key, SortedMap<String, ObservedPod> pods, Shown shown, String bundlePem) {
        var asked = new LinkedHashMap<String, CompletableFuture<WireView>>();
        pods.forEach((member, pod) -> {
            if (pod.mayAnswer()) {
                asked.put(
                        member,
                        CompletableFuture.supplyAsync(
                                () -> new WireView(
                                        handshakes.with(
                                                addresses.clientUrl(key, member, true), bundlePem, shown.client()),
                                        handshakes.with(
                                                addresses.peerUrl(key, member, true),
                                                bundlePem,
                                                shown.member().apply(member))),
                                executor));
            }
        });
        var seen = new TreeMap<String, WireView>();
        asked.forEach((member, view) -> seen.put(member, view.join()));
        return seen;
    }
}
