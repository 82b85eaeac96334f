// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import dev.cairn.crds.cluster.TlsMode;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedPod;
import dev.cairn.operator.cluster.observe.ObservedSecret;
import dev.cairn.operator.cluster.observe.WireView;
import dev.cairn.operator.cluster.validate.AuthorityCheck;
import dev.cairn.operator.cluster.validate.Trust;
import dev.cairn.operator.naming.Labels;
import dev.cairn.operator.tls.CertificateAuthority;
import dev.cairn.operator.tls.CertificateFacts;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One CA takes another's place: made, trusted everywhere, used, and the old one dropped. Between the steps stands what
 * makes them safe: every running member is seen to trust the new CA before anything is issued from it, and seen to show
 * its certificates before the old one goes; clients have their time for both. Nothing restarts. Each step is planned with
 * all Secrets already telling what was decided before.
 */
public final class AuthorityRotation {
    private AuthorityRotation() {}

    /** What is to be done now; empty where nothing is, or something is waited for. */
    static Optional<Step> next(ObservedCluster seen, Trust trust) {
        return succeed(seen, trust).or(() -> retire(seen, trust));
    }

    /** While a CA is rotated: what is waited for, or what comes next; empty otherwise. */
    public static Optional<String> told(ObservedCluster seen) {
        return Trust.of(seen).filter(Trust::known).flatMap(trust -> told(seen, trust));
    }

    private static Optional<String> told(ObservedCluster seen, Trust trust) {
        if (trust.next().filter(trust.trusted()::contains).isPresent()) {
            return Optional.of(untaught(seen)
                    .or(() -> clientsBeforeUse(seen))
                    .orElse("the new CA is trusted everywhere, and is used from now on"));
        }
        if (trust.next().isPresent() || due(seen, trust).isPresent()) {
            return Optional.of(
                    "a new CA is made and published: " + due(seen, trust).orElse("it was begun before"));
        }
        return old(trust)
                .map(old -> unrenewed(seen, trust, old)
                        .or(() -> clientsBeforeDrop(seen, trust))
                        .orElse("nobody uses the old CA any more: it is dropped"));
    }

    /** The Secret of the next CA, once that one is in use: it has become the CA's own. */
    static Optional<Step> tidy(ObservedCluster seen, Trust trust) {
        ObservedSecret waiting = seen.secrets().get(seen.key().nextCaKeySecret());
        if (waiting == null || !trust.keyed() || !holds(waiting, trust.current())) {
            return Optional.empty();
        }
        ObservedSecret kept = seen.secrets().get(seen.key().caKeySecret());
        return Optional.of(
                kept != null && holds(kept, trust.current())
                        ? new Step.DeleteNextAuthority(
                                waiting.uid(),
                                "Secret " + waiting.name() + " goes: its CA is in use, in Secret " + kept.name())
                        : new Step.SwitchAuthority(
                                trust.current(),
                                "Secret " + seen.key().caKeySecret() + " gets the CA that is in use now"));
    }

    private static Optional<Step> succeed(ObservedCluster seen, Trust trust) {
        if (trust.next().isEmpty()) {
            return due(seen, trust).map(why -> create(seen, why));
        }
        String next = trust.next().get();
        if (!trust.trusted().contains(next)) {
            var both = new TreeSet<>(trust.trusted());
            both.add(next);
            return Optional.of(new Step.PublishAuthority(
                    both,
                    "the new CA " + next + " is published beside the one in use, before anything is issued from it"));
        }
        return untaught(seen).isPresent() || clientsBeforeUse(seen).isPresent()
                ? Optional.empty()
                : Optional.of(new Step.SwitchAuthority(
                        next,
                        "every member trusts the new CA " + next + ": certificates are issued from it from now on"));
    }

    private static Step create(ObservedCluster seen, String why) {
        return new Step.CreateNextAuthority(
                Optional.ofNullable(seen.secrets().get(seen.key().nextCaKeySecret()))
                        .map(ObservedSecret::uid),
                seen.rotationAsked(),
                CertificateTerms.of(seen).authority(),
                "a new CA is made: " + why);
    }

    private static Optional<Step> retire(ObservedCluster seen, Trust trust) {
        return trust.next().isPresent()
                ? Optional.empty()
                : old(trust)
                        .filter(old -> unrenewed(seen, trust, old).isEmpty()
                                && clientsBeforeDrop(seen, trust).isEmpty())
                        .map(old -> {
                            var left = new TreeSet<>(trust.trusted());
                            left.remove(old);
                            return new Step.PublishAuthority(
                                    left, "nobody uses the CA " + old + " any more: it is trusted no longer");
                        });
    }

    private static Optional<String> old(Trust trust) {
        return trust.trusted().stream()
                .filter(each -> !each.equals(trust.current()))
                .findFirst();
    }

    /** Why the CA in use is to be replaced. One rotation ends before another begins, unless there is no key to go on with. */
    private static Optional<String> due(ObservedCluster seen, Trust trust) {
        if (seen.tlsMode() != TlsMode.MANAGED) {
            // Its CA is the issuer's own.
            return Optional.empty();
        }
        if (!trust.keyed()) {
            return AuthorityCheck.problem(seen).map(each -> each.message());
        }
        if (trust.trusted().size() > 1 || seen.latchedClusterId().isEmpty()) {
            return Optional.empty();
        }
        ObservedSecret key = seen.secrets().get(seen.key().caKeySecret());
        return seen.rotationAsked()
                .filter(asked -> !Optional.of(asked).equals(key.note(Labels.ROTATE_CA)))
                .map(asked -> "the annotation " + Labels.ROTATE_CA + " asks for it (" + asked + ")")
                .or(() -> key.certificate()
                        .filter(each -> each.dueForRenewal(seen.now()))
                        .map(each -> "the one in use ends " + each.notAfter()));
    }

    /** A member whose certificate has ended hears nobody: there is nothing left to be careful with. */
    private static Optional<String> untaught(ObservedCluster seen) {
        return ended(seen)
                ? Optional.empty()
                : notSeen(seen, WireView::trusts, "waiting until these members are seen to trust the new CA: ");
    }

    private static Optional<String> unrenewed(ObservedCluster seen, Trust trust, String old) {
        Optional<String> holder = leaves(seen)
                .filter(each -> each.issuer().equals(Optional.of(old)))
                .map(ObservedSecret::name)
                .findFirst();
        return holder.map(each -> "Secret " + each + " is to get a certificate of the new CA")
                .or(() -> ended(seen)
                        ? Optional.empty()
                        : notSeen(
                                seen,
                                each -> each.shows(trust.current()),
                                "waiting until these members are seen to show certificates of the new CA: "));
    }

    private static Optional<String> notSeen(ObservedCluster seen, Predicate<WireView> as, String words) {
        List<String> others = seen.pods().values().stream()
                .filter(pod -> pod.mayAnswer() && !pod.terminating())
                .map(ObservedPod::name)
                .filter(each -> !Optional.ofNullable(seen.wire().get(each))
                        .map(as::test)
                        .orElse(false))
                .toList();
        return others.isEmpty() ? Optional.empty() : Optional.of(words + String.join(", ", others));
    }

    private static Optional<String> clientsBeforeUse(ObservedCluster seen) {
        return until(
                seen,
                publishedSince(seen).orElse(seen.now()),
                "clients have until %s to take up the new CA (spec.tls.managed.clientGrace)");
    }

    private static Optional<String> clientsBeforeDrop(ObservedCluster seen, Trust trust) {
        return until(
                seen,
                leaves(seen)
                        .filter(each -> each.member().isEmpty() && each.issuer().equals(Optional.of(trust.current())))
                        .flatMap(each -> each.certificate().stream())
                        .map(CertificateAuthority::issuedAt)
                        .max(Instant::compareTo)
                        .orElse(seen.now()),
                "clients have until %s to take up their new certificates (spec.tls.managed.clientGrace)");
    }

    /** Clients have their time, unless a member's certificate ends within it. */
    private static Optional<String> until(ObservedCluster seen, Instant since, String words) {
        Instant end = since.plus(CertificateTerms.of(seen).grace());
        boolean urgent =
                memberCertificates(seen).anyMatch(each -> !each.notAfter().isAfter(end));
        return urgent || !seen.now().isBefore(end) ? Optional.empty() : Optional.of(words.formatted(end));
    }

    /** Since when just these CAs are published. */
    static Optional<Instant> publishedSince(ObservedCluster seen) {
        return Optional.ofNullable(seen.secrets().get(seen.key().caSecret()))
                .flatMap(each -> each.note(Labels.TRUSTED_SINCE))
                .flatMap(AuthorityRotation::time);
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            // Somebody's edit: as if nothing were noted, and it is noted anew.
            return Optional.empty();
        }
    }

    private static boolean ended(ObservedCluster seen) {
        return memberCertificates(seen).anyMatch(each -> !each.notAfter().isAfter(seen.now()));
    }

    private static Stream<CertificateFacts> memberCertificates(ObservedCluster seen) {
        return leaves(seen).filter(each -> each.member().isPresent()).flatMap(each -> each.certificate().stream());
    }

    private static Stream<ObservedSecret> leaves(ObservedCluster seen) {
        return seen.secrets().values().stream()
                .filter(each -> !each.earlier()
                        && !each.arrived()
                        && each.keyFits()
                        && !List.of(
                                        seen.key().caSecret(),
                                        seen.key().caKeySecret(),
                                        seen.key().nextCaKeySecret())
                                .contains(each.name()));
    }

    private static boolean holds(ObservedSecret secret, String caKeyId) {
        return !secret.earlier()
                && secret.keyFits()
                && secret.certificate().map(CertificateFacts::keyId).equals(Optional.of(caKeyId));
    }
}
