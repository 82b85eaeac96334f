// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.operator.cluster.observe.ObservedSecret;
import dev.cairn.operator.testkit.World;
import dev.cairn.operator.tls.CertificateFacts;
import dev.cairn.operator.tls.CertificateReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CertificatePlanTest {
    private static final String CA = "ca";
    private final CertificatePlan plan = new CertificatePlan(World.ADDRESSES);

    @Test
    void everyMemberAndTheClientsGetOne() {
        assertThat(due(World.formed("a", "b"))).containsExactly("demo-client-tls", "demo-a-tls", "demo-b-tls");
    }

    @Test
    void aMemberAboutToBeMadeGetsOneBefore() {
        var step = new Step.CreateVolume("demo-z", Optional.empty(), "");
        assertThat(plan.toIssue(World.empty().seen(), step, CA))
                .extracting(CertificatePlan.Issue::secret)
                .containsExactly("demo-client-tls", "demo-z-tls");
    }

    @Test
    void aGoodOneIsLeftAlone() {
        assertThat(due(World.formed("a").secret(client()).secret(member(names(), Duration.ofDays(60), CA))))
                .isEmpty();
    }

    @Test
    void oneThatEndsSoonIsIssuedAnew() {
        assertThat(due(World.formed("a").secret(client()).secret(member(names(), Duration.ofDays(29), CA))))
                .containsExactly("demo-a-tls");
    }

    @Test
    void oneOfAnotherCaOrOtherNamesIsIssuedAnew() {
        assertThat(due(World.formed("a").secret(client()).secret(member(names(), Duration.ofDays(60), "old"))))
                .containsExactly("demo-a-tls");
        assertThat(due(World.formed("a")
                        .secret(client())
                        .secret(member(new TreeSet<>(List.of("demo-a")), Duration.ofDays(60), CA))))
                .containsExactly("demo-a-tls");
    }

    @Test
    void oneWithoutItsKeyOrWithoutItsCaIsIssuedAnew() {
        assertThat(due(World.formed("a").secret(client()).secret(damaged(false, CA))))
                .containsExactly("demo-a-tls");
        assertThat(due(World.formed("a").secret(client()).secret(damaged(true, "other"))))
                .containsExactly("demo-a-tls");
    }

    @Test
    void aFormerMembersSecretGoes() {
        var world =
                World.formed("a").secret(secret("demo-x-tls", Optional.of("demo-x"), names(), Duration.ofDays(60), CA));
        assertThat(plan.toPrune(world.seen(), new Step.Rest())).containsExactly("demo-x-tls");
        assertThat(plan.toPrune(world.withoutQuorum().seen(), new Step.Rest())).isEmpty();
    }

    @Test
    void theServicesAddressIsAmongTheNames() {
        var leaf = plan.toIssue(World.formed("a").seen(), new Step.Rest(), CA)
                .getLast()
                .leaf();
        assertThat(leaf.names())
                .contains(
                        "10.96.0.7",
                        "demo-client.default.svc",
                        "demo-a.demo-peers.default.svc.cluster.local",
                        "*.demo-peers.default.svc.cluster.local",
                        "localhost");
    }

    private List<String> due(World world) {
        return plan.toIssue(world.seen(), new Step.Rest(), CA).stream()
                .map(CertificatePlan.Issue::secret)
                .toList();
    }

    private static SortedSet<String> names() {
        var names = new ArrayList<>(World.ADDRESSES.certificateNames(World.KEY, "demo-a"));
        names.add("10.96.0.7");
        return CertificateReader.spelled(names);
    }

    private static ObservedSecret client() {
        return secret("demo-client-tls", Optional.empty(), new TreeSet<>(), Duration.ofDays(60), CA);
    }

    private static ObservedSecret member(SortedSet<String> names, Duration left, String issuer) {
        return secret("demo-a-tls", Optional.of("demo-a"), names, left, issuer);
    }

    private static ObservedSecret secret(
            String name, Optional<String> member, SortedSet<String> names, Duration left, String issuer) {
        return secret(name, member, names, World.NOW.plus(left), issuer);
    }

    private static ObservedSecret secret(
            String name, Optional<String> member, SortedSet<String> names, Instant end, String issuer) {
        return new ObservedSecret(
                name,
                member,
                "uid",
                false,
                Optional.of(new CertificateFacts(end.minus(Duration.ofDays(90)), end, names, "leaf", issuer)),
                true,
                Optional.of(issuer));
    }

    private static ObservedSecret damaged(boolean keyFits, String trusts) {
        ObservedSecret good = member(names(), Duration.ofDays(60), CA);
        return new ObservedSecret(
                good.name(), good.member(), good.uid(), false, good.certificate(), keyFits, Optional.of(trusts));
    }
}
