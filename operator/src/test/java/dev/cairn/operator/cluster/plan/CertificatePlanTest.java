// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.operator.cluster.observe.ObservedSecret;
import dev.cairn.operator.naming.Labels;
import dev.cairn.operator.testkit.World;
import dev.cairn.operator.tls.CertificateFacts;
import dev.cairn.operator.tls.CertificateReader;
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

class CertificatePlanTest {
    private static final ClusterPlanner PLANNER = new ClusterPlanner(World.ADDRESSES, Duration.ofMinutes(10));
    private static final Optional<String> A = Optional.of("demo-a");

    private record Line(String situation, World world, String expected) {}

    @TestFactory
    Stream<DynamicTest> oneAfterTheOther() {
        return run(
                new Line("nothing is here: the seed's volume first", World.empty(), "CreateVolume demo-new"),
                new Line("its pod needs a certificate, that a CA", seed(), "CreateAuthority"),
                new Line("an earlier cluster's CA goes", seed().secret(earlier(ca())), "CreateAuthority"),
                new Line("a CA that nobody can verify by", seed().secret(ca()), "PublishAuthority"),
                new Line(
                        "nobody can ask",
                        seed().secret(ca()).secret(published()),
                        "IssueCertificate demo-operator-tls"),
                new Line(
                        "no client can",
                        seed().secret(ca()).secret(published()).secret(own()),
                        "IssueCertificate demo-client-tls"),
                new Line(
                        "the seed has none",
                        seed().secret(ca()).secret(published()).secret(own()).secret(client()),
                        "IssueCertificate demo-a-tls"),
                new Line("all is here", seed().certified(), "CreatePod demo-a"),
                new Line(
                        "what an earlier cluster of the name has left is nothing to begin with",
                        adopted().secret(earlier(ca())).secret(earlier(member(60, names(), World.CA))),
                        "CreateAuthority"),
                new Line(
                        "nor is another CA's",
                        World.formed("a", "b")
                                .spec("replicas: 2")
                                .noPod("a")
                                .withoutQuorum()
                                .certified()
                                .secret(member(60, names(), "old")),
                        "IssueCertificate demo-a-tls"),
                new Line("adopted volumes, all is here", adopted().certified(), "CreatePod demo-a"),
                new Line("plain text needs none", seed().spec("tls: {mode: Disabled}"), "CreatePod demo-a"),
                new Line("paused", seed().spec("paused: true"), "Hold"));
    }

    @TestFactory
    Stream<DynamicTest> whatElseThereIsToDoGoesFirst() {
        return run(
                new Line(
                        "a lost pod, and another member's certificate ends",
                        World.formed("a", "b", "c").noPod("c").certified().secret(member(29, names(), World.CA)),
                        "CreatePod demo-c"),
                new Line(
                        "the pod was tried and is still not there: the certificate has its turn",
                        World.formed("a", "b", "c")
                                .noPod("c")
                                .certified()
                                .secret(member(29, names(), World.CA))
                                .intent("CreatePod", "demo-c"),
                        "IssueCertificate demo-a-tls"),
                new Line(
                        "the certificate was tried and is still due: the pod has its turn again",
                        World.formed("a", "b", "c")
                                .noPod("c")
                                .certified()
                                .secret(member(29, names(), World.CA))
                                .intent("IssueCertificate", "demo-a"),
                        "CreatePod demo-c"),
                new Line(
                        "a pod's own certificate cannot be issued: the pod waits for its Secret",
                        seed().certified().secret(damaged(false, World.CA)).intent("IssueCertificate", "demo-a"),
                        "CreatePod demo-a"),
                new Line(
                        "waiting for a member keeps no certificate from being renewed",
                        World.formed("a", "b", "c").silent("c").certified().secret(member(29, names(), World.CA)),
                        "IssueCertificate demo-a-tls"),
                new Line(
                        "no quorum neither",
                        World.formed("a", "b", "c").withoutQuorum().certified().secret(member(29, names(), World.CA)),
                        "IssueCertificate demo-a-tls"),
                new Line(
                        "members that cannot be asked are not lost: the operator's own certificate goes before a pod",
                        World.formed("a", "b", "c")
                                .noPod("c")
                                .withoutIdentity()
                                .certified()
                                .secret(ownOf("other")),
                        "IssueCertificate demo-operator-tls"),
                new Line(
                        "unless it was tried",
                        World.formed("a", "b", "c")
                                .noPod("c")
                                .withoutIdentity()
                                .certified()
                                .secret(ownOf("other"))
                                .intent("IssueCertificate", "demo-operator-tls"),
                        "CreatePod demo-c"));
    }

    @TestFactory
    Stream<DynamicTest> whenOneIsDue() {
        return run(
                new Line("a good one is left alone", World.formed("a").certified(), "AddLearner demo-new"),
                new Line(
                        "one that ends soon",
                        settled().secret(member(29, names(), World.CA)),
                        "IssueCertificate demo-a-tls"),
                new Line("one with time left", settled().secret(member(31, names(), World.CA)), "Rest"),
                new Line(
                        "another CA's",
                        World.formed("a", "b").spec("replicas: 2").certified().secret(member(60, names(), "old")),
                        "IssueCertificate demo-a-tls"),
                new Line(
                        "other names",
                        settled().secret(member(60, new TreeSet<>(List.of("demo-a")), World.CA)),
                        "IssueCertificate demo-a-tls"),
                new Line("without its key", settled().secret(damaged(false, World.CA)), "IssueCertificate demo-a-tls"),
                new Line("of another trust", settled().secret(damaged(true, "other")), "SpreadTrust demo-a-tls"),
                new Line(
                        "an earlier resource's",
                        settled().secret(earlier(member(60, names(), World.CA))),
                        "IssueCertificate demo-a-tls"),
                new Line("the published CA is another one", settled().secret(other(published())), "PublishAuthority"),
                new Line(
                        "the CA's key is gone: what members trust stays published",
                        World.formed("a")
                                .spec("replicas: 1")
                                .secret(member(60, names(), World.CA))
                                .secret(other(published())),
                        "PublishAuthority"),
                new Line(
                        "the CA's key is gone: nothing is issued, another CA is made",
                        World.formed("a")
                                .spec("replicas: 1")
                                .secret(member(1, names(), World.CA))
                                .secret(published()),
                        "CreateNextAuthority"));
    }

    @TestFactory
    Stream<DynamicTest> aFormerMembersSecretGoes() {
        ObservedSecret former = secret("demo-x-tls", Optional.of("demo-x"), 60, names(), World.CA);
        return run(
                new Line("with a quorum", settled().secret(former), "DeleteCertificate demo-x-tls"),
                new Line("not without one", settled().secret(former).withoutQuorum(), "Hold"),
                new Line("not beside a stranger", settled().secret(former).foreignVoter(), "Hold"));
    }

    @TestFactory
    Stream<DynamicTest> aClientThatIsListedHasItsOwn() {
        String listed = "replicas: 1\ntls: {clients: [{name: shop}, {name: Till_1, secretName: till}]}";
        World one = settled().spec(listed).secret(clientOf("shop", "demo-client-shop-tls", "demo"));
        World both = one.secret(clientOf("Till_1", "till", "demo"));
        return run(
                new Line("it has none", settled().spec(listed), "IssueCertificate demo-client-shop-tls"),
                new Line(
                        "the next one has none",
                        settled().spec(listed).secret(clientOf("shop", "demo-client-shop-tls", "demo")),
                        "IssueCertificate till"),
                new Line("each has its own", both, "Rest"),
                new Line(
                        "the Secret was another client's",
                        settled()
                                .spec(listed)
                                .secret(clientOf("shop", "demo-client-shop-tls", "demo"))
                                .secret(clientOf("Till_2", "till", "demo")),
                        "IssueCertificate till"),
                new Line(
                        "somebody's Secret is in its place: it stays as it is",
                        settled()
                                .spec(listed)
                                .secret(clientOf("shop", "demo-client-shop-tls", "demo"))
                                .secret(secret("till", Optional.empty(), 60, new TreeSet<>(), World.CA)),
                        "Rest"),
                new Line(
                        "another cluster's Secret is in its place",
                        settled()
                                .spec(listed)
                                .secret(clientOf("shop", "demo-client-shop-tls", "demo"))
                                .secret(clientOf("Till_1", "till", "other")),
                        "Rest"),
                new Line(
                        "one of the cluster's own is asked for",
                        settled().spec("replicas: 1\ntls: {clients: [{name: shop, secretName: demo-ca-key}]}"),
                        "Rest"),
                new Line(
                        "it is listed no more",
                        settled().spec("replicas: 1").secret(clientOf("shop", "demo-client-shop-tls", "demo")),
                        "DeleteCertificate demo-client-shop-tls"));
    }

    @Test
    void aClientsCertificateBearsItsNameAndTheOperatorsIsRoots() {
        var step = (Step.IssueCertificate) PLANNER.plan(
                settled()
                        .spec("replicas: 1\ntls: {clients: [{name: Till_1, secretName: till}]}")
                        .seen(),
                List.of());
        assertThat(step.leaf().commonName()).isEqualTo("Till_1");
        assertThat(step.client()).contains("Till_1");
        var own = (Step.IssueCertificate)
                PLANNER.plan(settled().lacking("demo-operator-tls").seen(), List.of());
        assertThat(own.leaf().commonName()).isEqualTo("root");
    }

    @Test
    void theServicesAddressIsAmongTheNames() {
        var step = (Step.IssueCertificate)
                PLANNER.plan(settled().secret(damaged(false, World.CA)).seen(), List.of());
        assertThat(step.leaf().names())
                .contains(
                        "10.96.0.7",
                        "demo-client.default.svc",
                        "demo-a.demo-peers.default.svc.cluster.local",
                        "*.demo-peers.default.svc.cluster.local",
                        "localhost");
        assertThat(step.message()).contains("demo-a gets a certificate: what is there cannot be used");
    }

    private static Stream<DynamicTest> run(Line... lines) {
        return Stream.of(lines)
                .map(line -> DynamicTest.dynamicTest(
                        line.situation(),
                        () -> assertThat(told(PLANNER.plan(line.world().seen(), List.of())))
                                .isEqualTo(line.expected())));
    }

    private static String told(Step step) {
        return step.name()
                + switch (step) {
                    case Step.IssueCertificate issue -> " " + issue.secret();
                    case Step.SpreadTrust spread -> " " + spread.secret();
                    case Step.DeleteCertificate gone -> " " + gone.secret();
                    case Step.Hold hold -> "";
                    default -> step.member().map(each -> " " + each).orElse("");
                };
    }

    private static World seed() {
        return World.empty().seedVolume("a");
    }

    /** A resource made again, whose volumes are here. */
    private static World adopted() {
        return World.formed("a").spec("replicas: 1").noPod("a").withoutQuorum();
    }

    private static World settled() {
        return World.formed("a").spec("replicas: 1").certified();
    }

    private static SortedSet<String> names() {
        var names = new ArrayList<>(World.ADDRESSES.certificateNames(World.KEY, "demo-a"));
        names.add("10.96.0.7");
        return CertificateReader.spelled(names);
    }

    private static ObservedSecret ca() {
        return secret("demo-ca-key", Optional.empty(), 3000, new TreeSet<>(), World.CA);
    }

    private static ObservedSecret published() {
        return secret("demo-ca", Optional.empty(), 3000, new TreeSet<>(), World.CA);
    }

    private static ObservedSecret client() {
        return secret("demo-client-tls", Optional.empty(), 60, new TreeSet<>(), World.CA);
    }

    private static ObservedSecret clientOf(String client, String name, String cluster) {
        ObservedSecret plain = secret(name, Optional.empty(), 60, new TreeSet<>(), World.CA);
        return new ObservedSecret(
                name,
                plain.member(),
                plain.uid(),
                false,
                plain.certificate(),
                true,
                plain.trusts(),
                Map.of(Labels.CLIENT, client, Labels.CLUSTER, cluster));
    }

    private static ObservedSecret own() {
        return ownOf(World.CA);
    }

    private static ObservedSecret ownOf(String issuer) {
        return secret("demo-operator-tls", Optional.empty(), 60, new TreeSet<>(), issuer);
    }

    private static ObservedSecret member(int daysLeft, SortedSet<String> names, String issuer) {
        return secret("demo-a-tls", A, daysLeft, names, issuer);
    }

    private static ObservedSecret secret(
            String name, Optional<String> member, int daysLeft, SortedSet<String> names, String issuer) {
        var end = World.NOW.plus(Duration.ofDays(daysLeft));
        return new ObservedSecret(
                name,
                member,
                "uid",
                false,
                Optional.of(new CertificateFacts(end.minus(Duration.ofDays(90)), end, names, issuer, issuer)),
                true,
                new TreeSet<>(List.of(issuer)),
                Map.of());
    }

    private static ObservedSecret earlier(ObservedSecret of) {
        return new ObservedSecret(
                of.name(), of.member(), of.uid(), true, of.certificate(), of.keyFits(), of.trusts(), of.notes());
    }

    private static ObservedSecret other(ObservedSecret of) {
        return new ObservedSecret(
                of.name(),
                of.member(),
                of.uid(),
                false,
                of.certificate(),
                of.keyFits(),
                new TreeSet<>(List.of("other")),
                of.notes());
    }

    private static ObservedSecret damaged(boolean keyFits, String trusts) {
        ObservedSecret good = member(60, names(), World.CA);
        return new ObservedSecret(
                good.name(),
                good.member(),
                good.uid(),
                false,
                good.certificate(),
                keyFits,
                new TreeSet<>(List.of(trusts)),
                good.notes());
    }
}
