// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.testkit;

import dev.cairn.crds.cluster.EtcdClusterStatus;
import dev.cairn.operator.cluster.observe.ObservedSecret;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.naming.ClusterKey;
import dev.cairn.operator.naming.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;

/** The Secrets of a {@link World}, and what becomes of them by the steps about certificates. */
final class IssuedSecrets {
    private static final ClusterKey KEY = World.KEY;

    private final Map<String, ObservedSecret> told = new TreeMap<>();
    private final Map<String, ObservedSecret> kept = new TreeMap<>();
    private boolean certified;

    /** The CA is here and published, and whoever may need a certificate has one. */
    void certify() {
        certified = true;
    }

    void put(ObservedSecret secret) {
        told.put(secret.name(), secret);
    }

    /** These from now on, whoever may need another. */
    void keep(Map<String, ObservedSecret> now) {
        told.putAll(now);
        certified = false;
    }

    Map<String, ObservedSecret> all(SortedSet<String> members, Set<String> missing) {
        kept.clear();
        if (certified) {
            for (String each :
                    List.of(KEY.caKeySecret(), KEY.caSecret(), KEY.operatorTlsSecret(), KEY.clientTlsSecret())) {
                kept.put(each, Certificates.good(each, Optional.empty(), List.of()));
            }
            members.forEach(member -> {
                var names = new ArrayList<>(World.ADDRESSES.certificateNames(KEY, member));
                names.add(World.SERVICE_IP);
                String secret = ClusterKey.memberTlsSecret(member);
                kept.put(secret, Certificates.good(secret, Optional.of(member), names));
            });
        }
        kept.putAll(told);
        kept.keySet().removeAll(missing);
        return new TreeMap<>(kept);
    }

    /** What the step leaves behind, in Secrets and in the status that announced it. */
    EtcdClusterStatus after(Step.Aside step, EtcdClusterStatus status, Instant now) {
        switch (step) {
            case Step.CreateAuthority made -> authority(KEY.caKeySecret(), World.CA, noted(made.asked()));
            case Step.CreateNextAuthority made -> authority(KEY.nextCaKeySecret(), World.NEXT_CA, noted(made.asked()));
            case Step.PublishAuthority published -> {
                put(Certificates.of(
                        KEY.caSecret(),
                        Optional.empty(),
                        List.of(),
                        published.caKeyIds().first(),
                        published.caKeyIds(),
                        Map.of(Labels.TRUSTED_SINCE, now.toString())));
                return status.withTrusted(List.copyOf(published.caKeyIds()));
            }
            case Step.SpreadTrust spread -> put(trusting(kept.get(spread.secret()), spread.caKeyIds()));
            case Step.SwitchAuthority use -> {
                // One of cert-manager's has no Secret here.
                Optional.ofNullable(kept.get(KEY.nextCaKeySecret()))
                        .ifPresent(next -> authority(KEY.caKeySecret(), use.caKeyId(), next.notes()));
                return status.withAuthority(use.caKeyId());
            }
            case Step.DeleteNextAuthority gone -> told.remove(KEY.nextCaKeySecret());
            case Step.IssueCertificate issued ->
                put(Certificates.of(
                        issued.secret(),
                        issued.member(),
                        issued.leaf().names(),
                        issued.caKeyId(),
                        issued.trusted(),
                        issued.client()
                                .map(each -> Map.of(Labels.CLIENT, each, Labels.CLUSTER, KEY.name()))
                                .orElse(Map.of())));
            case Step.TakeOverCertificate taken ->
                put(new ObservedSecret(
                        taken.secret(),
                        taken.member(),
                        "uid-" + taken.secret(),
                        false,
                        kept.get(taken.arrived()).certificate(),
                        true,
                        taken.trusted(),
                        Map.of(Labels.ISSUED_BY, taken.caKeyId())));
            case Step.DeleteRequest gone -> throw new IllegalArgumentException("not told by this world: " + gone);
            case Step.DeleteCertificate gone -> told.remove(gone.secret());
            case Step.ApplyObject other -> throw new IllegalArgumentException("not about certificates: " + other);
            case Step.DeleteBudget other -> throw new IllegalArgumentException("not about certificates: " + other);
        }
        return status;
    }

    private void authority(String secret, String keyId, Map<String, String> notes) {
        put(Certificates.of(secret, Optional.empty(), List.of(), keyId, Set.of(), notes));
    }

    private static ObservedSecret trusting(ObservedSecret secret, SortedSet<String> caKeyIds) {
        return new ObservedSecret(
                secret.name(),
                secret.member(),
                secret.uid(),
                secret.earlier(),
                secret.certificate(),
                secret.keyFits(),
                caKeyIds,
                secret.notes());
    }

    private static Map<String, String> noted(Optional<String> asked) {
        return asked.map(each -> Map.of(Labels.ROTATE_CA, each)).orElse(Map.of());
    }
}
