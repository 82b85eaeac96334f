// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.operator.cluster.observe.ObservedPod;
import dev.cairn.operator.cluster.observe.ObservedSecret;
import dev.cairn.operator.testkit.Pods;
import dev.cairn.operator.testkit.World;
import dev.cairn.operator.tls.CertificateFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** One CA after the other: the way, what each stage waits for, and what begins it. */
class AuthorityRotationTest {
    private static final ClusterPlanner PLANNER = new ClusterPlanner(World.ADDRESSES, Duration.ofMinutes(10));
    private static final String TWO = "replicas: 2\n";
    private static final String AT_ONCE = TWO + "tls: {managed: {clientGrace: 0s}}\n";
    private static final Duration AN_HOUR = Duration.ofHours(1);

    private record Line(String situation, World world, String expected, String told) {}

    @Test
    void theWholeWayOfARotationThatWasAskedFor() {
        World world = settled(TWO).rotate("1");
        assertThat(walk(world))
                .containsExactly(
                        "CreateNextAuthority",
                        "PublishAuthority",
                        "SpreadTrust demo-operator-tls",
                        "SpreadTrust demo-client-tls",
                        "SpreadTrust demo-a",
                        "SpreadTrust demo-b");
        assertThat(told(world)).contains("seen to trust the new CA: demo-a, demo-b");
        world.loaded(World.NEXT_CA, "a");
        assertThat(walk(world)).isEmpty();
        assertThat(told(world)).contains("seen to trust the new CA: demo-b");
        world.loaded(World.NEXT_CA, "a", "b");
        assertThat(walk(world)).isEmpty();
        assertThat(told(world)).contains("clients have until 2026-01-01T13:00:00Z to take up the new CA");
        world.later(AN_HOUR);
        assertThat(walk(world))
                .containsExactly(
                        "SwitchAuthority",
                        "DeleteNextAuthority",
                        "IssueCertificate demo-operator-tls",
                        "IssueCertificate demo-client-tls",
                        "IssueCertificate demo-a",
                        "IssueCertificate demo-b");
        assertThat(world.seen().status().certificateAuthority()).isEqualTo(World.NEXT_CA);
        assertThat(world.seen().secrets().get("demo-a-tls").trusts()).containsExactly(World.CA, World.NEXT_CA);
        assertThat(told(world)).contains("seen to show certificates of the new CA: demo-a, demo-b");
        world.loaded(World.NEXT_CA, "a", "b");
        assertThat(walk(world))
                .containsExactly(
                        "PublishAuthority",
                        "SpreadTrust demo-operator-tls",
                        "SpreadTrust demo-client-tls",
                        "SpreadTrust demo-a",
                        "SpreadTrust demo-b");
        assertThat(world.seen().status().certificates().trusted()).containsExactly(World.NEXT_CA);
        assertThat(world.seen().secrets().get("demo-ca").trusts()).containsExactly(World.NEXT_CA);
        assertThat(AuthorityRotation.told(world.seen())).isEmpty();
    }

    @Test
    void clientsHaveTheirTimeForNewCertificatesBeforeTheOldCaIsDropped() {
        World world = inUse();
        for (String each : List.of("demo-client-tls", "demo-operator-tls")) {
            world.secret(leaf(each, Optional.empty(), World.NEXT_CA, World.NOW, Duration.ofDays(90)));
        }
        world.loaded(World.NEXT_CA, "a", "b");
        assertThat(walk(world)).isEmpty();
        assertThat(told(world)).contains("clients have until 2026-01-01T13:05:00Z to take up their new certificates");
        world.later(AN_HOUR.plusMinutes(5));
        assertThat(walk(world)).startsWith("PublishAuthority");
    }

    @TestFactory
    Stream<DynamicTest> whatBeginsOne() {
        return run(
                new Line("nothing", settled(TWO), "Rest", ""),
                new Line("the annotation", settled(TWO).rotate("1"), "CreateNextAuthority", "(1)"),
                new Line(
                        "the annotation as it was before",
                        settled(TWO).rotate("1").secret(key("1", 3000)),
                        "Rest",
                        ""),
                new Line(
                        "another annotation",
                        settled(TWO).rotate("2").secret(key("1", 3000)),
                        "CreateNextAuthority",
                        "(2)"),
                new Line("two thirds of its life", settled(TWO).secret(key("", 1000)), "CreateNextAuthority", "ends"),
                new Line("its key is gone", settled(TWO).lacking("demo-ca-key"), "CreateNextAuthority", "is gone"),
                new Line(
                        "its key is not its own",
                        settled(TWO).secret(damagedKey()),
                        "CreateNextAuthority",
                        "needs a certificate"),
                new Line(
                        "another CA is in its place",
                        settled(TWO).secret(authority("demo-ca-key", "other", "", 3000)),
                        "CreateNextAuthority",
                        "holds another CA"),
                new Line(
                        "no Secret holds its certificate any more: another could never be told of beside it",
                        World.formed("a", "b").spec(TWO).status(each -> each.withAuthority(World.CA)),
                        "Rest",
                        ""),
                new Line("paused", settled(TWO + "paused: true\n").rotate("1"), "Hold", ""),
                new Line(
                        "a member is to be repaired first",
                        settled(TWO).rotate("1").noPod("b"),
                        "CreatePod demo-b",
                        "(1)"));
    }

    @TestFactory
    Stream<DynamicTest> whatEachStageWaitsFor() {
        return run(
                new Line("clients are given no time", published(AT_ONCE), "SwitchAuthority", "used from now on"),
                new Line(
                        "a Secret lags behind",
                        published(AT_ONCE)
                                .secret(leaf(
                                        "demo-b-tls",
                                        Optional.of("demo-b"),
                                        World.CA,
                                        monthAgo(),
                                        Duration.ofDays(90),
                                        World.CA)),
                        "SpreadTrust demo-b",
                        ""),
                new Line(
                        "the time of its publication was lost: it is noted anew",
                        published(AT_ONCE).secret(authority("demo-ca", World.CA, "", 3000, World.CA, World.NEXT_CA)),
                        "PublishAuthority",
                        ""),
                new Line(
                        "a member ends its pod: it reads its Secret when it is back",
                        published(AT_ONCE).silent("b").pod("b", AuthorityRotationTest::ended),
                        "DeletePod demo-b",
                        "used from now on"),
                new Line(
                        "a member's certificate ends within the clients' time",
                        published(TWO)
                                .secret(leaf(
                                        "demo-a-tls",
                                        Optional.of("demo-a"),
                                        World.CA,
                                        World.NOW.minus(Duration.ofDays(90)),
                                        Duration.ofDays(90).plusMinutes(30),
                                        World.CA,
                                        World.NEXT_CA))
                                .lacking("demo-ca-key"),
                        "SwitchAuthority",
                        "used from now on"),
                new Line(
                        "a member's certificate has ended: nobody can be seen to trust anything",
                        trusted(TWO)
                                .secret(leaf(
                                        "demo-a-tls",
                                        Optional.of("demo-a"),
                                        World.CA,
                                        World.NOW.minus(Duration.ofDays(91)),
                                        Duration.ofDays(90),
                                        World.CA,
                                        World.NEXT_CA))
                                .lacking("demo-ca-key"),
                        "SwitchAuthority",
                        "used from now on"));
    }

    @TestFactory
    Stream<DynamicTest> whatIsMadeOfWhatWasLostOrInterrupted() {
        return run(
                new Line(
                        "the CA that was to come is gone: what was said of it is taken back",
                        published(AT_ONCE).lacking("demo-ca-next"),
                        "PublishAuthority",
                        "dropped"),
                new Line("a switch was interrupted", interrupted(), "SwitchAuthority", ""),
                new Line(
                        "a leaf of the old CA is not renewed yet",
                        inUse().secret(leaf(
                                "demo-b-tls",
                                Optional.of("demo-b"),
                                World.CA,
                                monthAgo(),
                                Duration.ofDays(90),
                                World.CA,
                                World.NEXT_CA)),
                        "IssueCertificate demo-b",
                        "demo-b-tls is to get"),
                new Line(
                        "the new CA's key is lost while leaves of both are in use: a third begins, and both stay trusted",
                        inUse().lacking("demo-ca-key"),
                        "CreateNextAuthority",
                        "is gone"));
    }

    @Test
    void aLostStatusIsMadeUpForByWhatIsPublishedAndUsed() {
        World world = inUse().secret(leaf(
                        "demo-b-tls",
                        Optional.of("demo-b"),
                        World.CA,
                        monthAgo(),
                        Duration.ofDays(90),
                        World.CA,
                        World.NEXT_CA))
                .status(each -> new dev.cairn.crds.cluster.EtcdClusterStatus(
                        null,
                        null,
                        each.clusterId(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
        var step = (Step.IssueCertificate) PLANNER.plan(world.seen(), List.of());
        assertThat(step.secret()).isEqualTo("demo-b-tls");
        assertThat(step.caKeyId()).isEqualTo(World.NEXT_CA);
        assertThat(step.trusted()).containsExactly(World.CA, World.NEXT_CA);
    }

    private static Stream<DynamicTest> run(Line... lines) {
        return Stream.of(lines)
                .map(line -> DynamicTest.dynamicTest(line.situation(), () -> {
                    var seen = line.world().seen();
                    Step step = PLANNER.plan(seen, List.of());
                    assertThat(named(step)).isEqualTo(line.expected());
                    assertThat(AuthorityRotation.told(seen).orElse("")).contains(line.told());
                }));
    }

    private static List<String> walk(World world) {
        var steps = new ArrayList<String>();
        while (PLANNER.plan(world.seen(), List.of()) instanceof Step.Mutation mutation) {
            steps.add(named(mutation));
            assertThat(steps).hasSizeLessThan(20);
            world.after(mutation);
        }
        return steps;
    }

    private static String named(Step step) {
        return step.name()
                + (step instanceof Step.Hold
                        ? ""
                        : step.subject().map(each -> " " + each).orElse(""));
    }

    private static String told(World world) {
        return AuthorityRotation.told(world.seen()).orElseThrow();
    }

    private static World settled(String spec) {
        return World.formed("a", "b").spec(spec).certified().asItIs();
    }

    /** The next CA is published and in every Secret; no member has loaded it. */
    private static World trusted(String spec) {
        World world = settled(spec).rotate("1");
        walk(world);
        return world;
    }

    /** Every member has loaded it, too. */
    private static World published(String spec) {
        return trusted(spec).loaded(World.NEXT_CA, "a", "b");
    }

    /** The new CA is in use and everything is issued from it, an hour after it was begun. */
    private static World inUse() {
        World world = published(TWO).later(AN_HOUR);
        walk(world);
        return world;
    }

    private static World interrupted() {
        return published(AT_ONCE).status(each -> each.withAuthority(World.NEXT_CA));
    }

    private static ObservedPod ended(ObservedPod pod) {
        return Pods.unready(pod, ObservedPod.Phase.ENDED, "");
    }

    private static java.time.Instant monthAgo() {
        return World.NOW.minus(Duration.ofDays(30));
    }

    private static ObservedSecret key(String asked, int daysLeft) {
        return authority("demo-ca-key", World.CA, asked, daysLeft);
    }

    private static ObservedSecret damagedKey() {
        ObservedSecret good = key("", 3000);
        return new ObservedSecret(
                good.name(), good.member(), good.uid(), false, good.certificate(), false, good.trusts(), Map.of());
    }

    private static ObservedSecret authority(String name, String id, String asked, int daysLeft, String... trusts) {
        var end = World.NOW.plus(Duration.ofDays(daysLeft));
        return new ObservedSecret(
                name,
                Optional.empty(),
                "uid",
                false,
                Optional.of(new CertificateFacts(end.minus(Duration.ofDays(3650)), end, new TreeSet<>(), id, id)),
                true,
                new TreeSet<>(List.of(trusts)),
                asked.isEmpty() ? Map.of() : Map.of("etcd.cairn.dev/rotate-ca", asked));
    }

    private static ObservedSecret leaf(
            String name,
            Optional<String> member,
            String issuer,
            java.time.Instant from,
            Duration life,
            String... trusts) {
        SortedSet<String> names = new TreeSet<>();
        member.ifPresent(each -> {
            var all = new ArrayList<>(World.ADDRESSES.certificateNames(World.KEY, each));
            all.add("10.96.0.7");
            names.addAll(dev.cairn.operator.tls.CertificateReader.spelled(all));
        });
        return new ObservedSecret(
                name,
                member,
                "uid",
                false,
                Optional.of(new CertificateFacts(from, from.plus(life), names, issuer, issuer)),
                true,
                new TreeSet<>(trusts.length == 0 ? List.of(World.CA, World.NEXT_CA) : List.of(trusts)),
                Map.of());
    }
}
