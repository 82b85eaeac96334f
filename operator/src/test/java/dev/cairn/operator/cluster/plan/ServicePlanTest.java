// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.operator.cluster.desired.AppliedObject;
import dev.cairn.operator.cluster.desired.ClientService;
import dev.cairn.operator.testkit.World;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ServicePlanTest {
    private static final ClusterPlanner PLANNER = new ClusterPlanner(World.ADDRESSES, Duration.ofMinutes(10));

    private record Line(String situation, World world, String expected) {}

    @TestFactory
    Stream<DynamicTest> whatEveryClusterHasIsThereAndAsItShouldBe() {
        return run(
                new Line("all is there", settled(), "Rest"),
                new Line("the peers' Service is gone", settled().lacking("demo-peers"), "ApplyPeerService"),
                new Line("the clients' is gone", settled().lacking("demo-client"), "ApplyClientService"),
                new Line("the budget is gone", settled().lacking("demo-voters"), "ApplyDisruptionBudget"),
                new Line(
                        "the budget is not wanted",
                        settled().spec("replicas: 1\npodDisruptionBudget: {enabled: false}"),
                        "Rest"),
                new Line(
                        "somebody has made it select all pods",
                        settled().companion(edited(client("{}"))),
                        "ApplyClientService"),
                new Line(
                        "an annotation was asked for, and is no more",
                        settled().companion(client("{annotations: {example.org/zone: a}}")),
                        "ApplyClientService"),
                new Line(
                        "what others add stays",
                        settled()
                                .companion(new ServiceBuilder(client("{}"))
                                        .editMetadata()
                                        .addToAnnotations("example.org/theirs", "1")
                                        .endMetadata()
                                        .editSpec()
                                        .withSessionAffinity("ClientIP")
                                        .endSpec()
                                        .build()),
                        "Rest"),
                new Line("paused", settled().spec("replicas: 1\npaused: true").lacking("demo-peers"), "Hold"));
    }

    @TestFactory
    Stream<DynamicTest> aMemberHasANameBeforeItHasAPod() {
        return run(
                new Line("the seed's volume first", World.empty().lacking("demo-peers"), "CreateVolume"),
                new Line(
                        "then the Service of the peers",
                        World.empty().certified().seedVolume("a").lacking("demo-peers"),
                        "ApplyPeerService"),
                new Line(
                        "and one Service that was made is no reason to begin without a certificate",
                        World.empty()
                                .certified()
                                .lacking("demo-a-tls")
                                .seedVolume("a")
                                .lacking("demo-client")
                                .intent("ApplyPeerService", "demo-peers"),
                        "ApplyClientService"),
                new Line(
                        "the clients' can wait",
                        World.empty().certified().seedVolume("a").lacking("demo-client"),
                        "CreatePod"),
                new Line(
                        "a lost pod comes before a Service that cannot be made",
                        World.formed("a", "b", "c")
                                .certified()
                                .noPod("c")
                                .lacking("demo-peers")
                                .intent("ApplyPeerService", "demo-peers"),
                        "CreatePod"));
    }

    @Test
    void aBudgetThatIsNotWantedGoes() {
        var seen = settled().seen();
        var wanted = settled()
                .spec("replicas: 1\npodDisruptionBudget: {enabled: false}")
                .companion(seen.companions().get("demo-voters"))
                .seen();
        assertThat(PLANNER.plan(wanted, List.of())).isInstanceOf(Step.DeleteBudget.class);
    }

    private static Service client(String spec) {
        var asked = World.specification("service: " + spec).service();
        Service service = AppliedObject.marked(ClientService.of(World.KEY, asked, false));
        service.getSpec().setClusterIP("10.96.0.7");
        return service;
    }

    private static Service edited(Service service) {
        service.getSpec().setSelector(Map.of("app", "other"));
        return service;
    }

    private static World settled() {
        return World.formed("a").spec("replicas: 1").certified();
    }

    private static Stream<DynamicTest> run(Line... lines) {
        return Stream.of(lines)
                .map(line -> DynamicTest.dynamicTest(
                        line.situation(),
                        () -> assertThat(PLANNER.plan(line.world().seen(), List.of())
                                        .name())
                                .isEqualTo(line.expected())));
    }
}
