// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.operator.cluster.observe.ObservedSecret;
import dev.cairn.operator.naming.Labels;
import dev.cairn.operator.testkit.World;
import dev.cairn.operator.tls.CertificateFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Certificates of cert-manager's: asked for, taken over, and of another CA only after that is trusted. */
class IssuerPlanTest {
    private static final ClusterPlanner PLANNER = new ClusterPlanner(World.ADDRESSES, Duration.ofMinutes(10));
    private static final String SPEC =
            "replicas: 1\ntls: {mode: CertManager, certManager: {issuerRef: {name: corp}, clientGrace: 0s}}\n";
    private static final List<String> SECRETS = List.of("demo-operator-tls", "demo-client-tls", "demo-a-tls");

    @Test
    void aSeedGetsItsPodWhenWhatWasAskedForHasArrived() {
        World world = World.empty().spec(SPEC).seedVolume("a");
        assertThat(walk(world, "CreatePod"))
                .containsExactly(
                        "ApplyCertificateRequest demo-operator-tls",
                        "ApplyCertificateRequest demo-client-tls",
                        "ApplyCertificateRequest demo-a-tls");
        SECRETS.forEach(each -> world.secret(arrived(each, World.CA, 0)));
        assertThat(walk(world, "CreatePod"))
                .containsExactly(
                        "PublishAuthority",
                        "TakeOverCertificate demo-operator-tls",
                        "TakeOverCertificate demo-client-tls",
                        "TakeOverCertificate demo-a");
        var issued = world.seen().secrets().get("demo-a-tls");
        assertThat(issued.trusts()).containsExactly(World.CA);
    }

    @Test
    void aRenewalByTheSameCaIsTakenOver() {
        World world = settled();
        assertThat(walk(world, "Rest")).isEmpty();
        world.secret(arrived("demo-a-tls", World.CA, 60));
        assertThat(walk(world, "TakeOverCertificate")).isEmpty();
        assertThat(PLANNER.plan(world.seen(), List.of()).subject()).contains("demo-a");
    }

    @Test
    void whatIsOfAnotherCaWaitsUntilEveryMemberTrustsIt() {
        World world = settled().secret(arrived("demo-client-tls", World.NEXT_CA, 1));
        assertThat(walk(world, "Rest"))
                .containsExactly(
                        "PublishAuthority",
                        "SpreadTrust demo-operator-tls",
                        "SpreadTrust demo-client-tls",
                        "SpreadTrust demo-a");
        assertThat(AuthorityRotation.told(world.seen()).orElseThrow()).endsWith("trust the new CA: demo-a");
        world.loaded(World.NEXT_CA, "a");
        assertThat(walk(world, "Rest"))
                .containsExactly(
                        "SwitchAuthority",
                        "TakeOverCertificate demo-client-tls",
                        "DeleteCertificate demo-a-tls-issued",
                        "DeleteCertificate demo-operator-tls-issued");
        world.secret(arrived("demo-a-tls", World.NEXT_CA, 2)).secret(arrived("demo-operator-tls", World.NEXT_CA, 2));
        assertThat(walk(world, "Rest"))
                .containsExactly("TakeOverCertificate demo-operator-tls", "TakeOverCertificate demo-a");
        world.loaded(World.NEXT_CA, "a");
        assertThat(walk(world, "Rest")).startsWith("PublishAuthority").contains("SpreadTrust demo-a");
        assertThat(world.seen().secrets().get("demo-a-tls").trusts()).containsExactly(World.NEXT_CA);
    }

    @Test
    void whatNobodyUsesIsNotAskedForAnyMore() {
        World world = settled();
        Step.ApplyObject request = (Step.ApplyObject) PLANNER.plan(
                World.formed("a", "b").spec(SPEC).noVolume("a").noPod("a").seen(), List.of());
        assertThat(request.subject()).contains("demo-operator-tls");
        request.wanted().getMetadata().setName("demo-x-tls");
        request.wanted().getMetadata().setUid("uid");
        world.after(request);
        world.secret(arrived("demo-x-tls", World.CA, 0));
        var step = PLANNER.plan(world.seen(), List.of());
        assertThat(step).isInstanceOf(Step.DeleteRequest.class);
        assertThat(step.subject()).contains("demo-x-tls");
    }

    /** Steps up to one of this name, each with its effect. */
    private static List<String> walk(World world, String until) {
        var steps = new ArrayList<String>();
        while (true) {
            Step step = PLANNER.plan(world.seen(), List.of());
            if (step.name().equals(until)) {
                return steps;
            }
            steps.add(step.name() + step.subject().map(each -> " " + each).orElse(""));
            assertThat(steps).hasSizeLessThan(20);
            world.after((Step.Mutation) step);
        }
    }

    private static World settled() {
        World world = World.formed("a").spec(SPEC).status(each -> each.withAuthority(World.CA));
        SECRETS.forEach(each -> world.secret(arrived(each, World.CA, 0)));
        walk(world, "Rest");
        return world;
    }

    /** What cert-manager has issued into the Secret for this one. */
    private static ObservedSecret arrived(String secret, String ca, int days) {
        var from = World.NOW.minus(Duration.ofDays(30)).plus(Duration.ofDays(days));
        return new ObservedSecret(
                secret + "-issued",
                Optional.empty(),
                "uid",
                false,
                Optional.of(new CertificateFacts(
                        from, from.plus(Duration.ofDays(90)), new TreeSet<>(), ca, "signer of " + ca)),
                true,
                new TreeSet<>(List.of(ca)),
                Map.of(Labels.ISSUED_FOR, secret));
    }
}
