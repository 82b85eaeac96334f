// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import static dev.cairn.operator.testkit.World.NOW;
import static dev.cairn.operator.testkit.World.formed;
import static dev.cairn.operator.testkit.World.name;
import static dev.cairn.operator.testkit.World.template;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.crds.cluster.EtcdClusterStatus;
import dev.cairn.crds.cluster.MemberTemplate;
import dev.cairn.crds.cluster.RolloutStatus;
import dev.cairn.operator.cluster.desired.AppliedSpec;
import dev.cairn.operator.cluster.observe.ObservedPod;
import dev.cairn.operator.testkit.Answers;
import dev.cairn.operator.testkit.Pods;
import dev.cairn.operator.testkit.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Clusters on their way from one specification to another. Member a leads, unless told otherwise. */
final class RollingWorlds {
    static final String OLD = "replicas: 3\nimage: old:1";
    static final String NEW = "replicas: 3\nimage: new:2";
    static final String THIRD = "replicas: 3\nimage: third:3";
    static final ClusterPlanner PLANNER = new ClusterPlanner(World.ADDRESSES, Duration.ofMinutes(10));

    private RollingWorlds() {}

    record Line(String situation, World world, String expected) {}

    static Line line(String situation, World world, String expected) {
        return new Line(situation, world, expected);
    }

    /** A cluster whose members run this version, asked for that one. */
    static World versions(String running, String asked) {
        return runs("replicas: 3\nimage: etcd:" + running, "a", "b", "c")
                .spec("replicas: 3\nimage: registry:5000/etcd:" + asked)
                .answers(each -> Answers.ofVersion(each, running));
    }

    /** These members run and are made from this. */
    static World runs(String spec, String... members) {
        return runs(template(spec), members);
    }

    static World runs(MemberTemplate made, String... members) {
        World world = formed(members).status(each -> each.withTemplate(made));
        for (String each : members) {
            world.pod(each, pod -> Pods.made(pod, made, Map.of()));
        }
        return world;
    }

    /** They run with the old one, and a rollout of the new one has begun. */
    static World begun(String... members) {
        return runs(OLD, members).spec(NEW).status(each -> each.withRollout(record(NEW)));
    }

    /** It is this member's turn, for so long; it has been made and serves. */
    static World turn(String target, String member, long seconds) {
        return begun("a", "b", "c")
                .pod(member, pod -> made(pod, target))
                .status(each -> each.withRollout(record(target)
                        .withMember(name(member), NOW.minusSeconds(seconds).toString())));
    }

    /** The member was remade as the new one and is not ready; this is asked for. */
    static World stuck(long seconds, String asked) {
        return turn(NEW, "b", seconds)
                .silent("b")
                .pod("b", pod -> down(pod, NEW))
                .spec(asked);
    }

    /** Likewise, and its container ends again and again. */
    static World fails(long seconds, String asked) {
        return stuck(seconds, asked)
                .pod("b", pod -> Pods.created(Pods.failing(pod, "etcd: CrashLoopBackOff"), NOW.minusSeconds(seconds)));
    }

    static World lastIs(String leader) {
        World world = begun("a", "b", "c");
        for (String each : List.of("a", "b", "c")) {
            if (!each.equals(leader)) {
                world.pod(each, pod -> made(pod, NEW));
            }
        }
        return world;
    }

    /** One member, remade as the new one so many seconds ago. */
    static World alone(long seconds) {
        return runs(OLD, "a")
                .spec("replicas: 1\nimage: new:2")
                .pod("a", pod -> made(pod, NEW))
                .status(each -> each.withRollout(record(NEW)
                        .withMember(name("a"), NOW.minusSeconds(seconds).toString())))
                .since("a", NOW.minusSeconds(9999))
                .withoutQuorum();
    }

    static World allFail() {
        World world = runs(OLD, "a", "b", "c");
        for (String each : List.of("a", "b", "c")) {
            world.pod(each, pod -> Pods.failing(pod, "etcd: OOMKilled")).since(each, NOW.minusSeconds(9999));
        }
        return world.withoutQuorum();
    }

    static RolloutStatus record(String target) {
        return RolloutStatus.begun(AppliedSpec.revision(template(target)), template(target), 0, 3, NOW.toString());
    }

    static EtcdClusterStatus halted(EtcdClusterStatus status) {
        return status.withRollout(status.rollout().halted("DeadlineExceeded", "it did not work"));
    }

    static MemberTemplate restarted(String value) {
        MemberTemplate plain = template(OLD);
        return new MemberTemplate(
                plain.image(),
                plain.config(),
                plain.resources(),
                plain.scheduling(),
                plain.podTemplate(),
                plain.askedImage(),
                value);
    }

    static MemberTemplate defaulted(String image, String asked) {
        return new MemberTemplate(image, null, null, null, null, asked, null);
    }

    static ObservedPod made(ObservedPod pod, String spec) {
        return Pods.made(pod, template(spec), Map.of());
    }

    static ObservedPod down(ObservedPod pod, String spec) {
        return made(Pods.unready(pod, ObservedPod.Phase.RUNNING, ""), spec);
    }

    static Stream<DynamicTest> run(Line... lines) {
        return Stream.of(lines)
                .map(line -> DynamicTest.dynamicTest(
                        line.situation(),
                        () -> assertThat(told(
                                        PLANNER.plan(line.world().certified().seen(), List.of())))
                                .matches(each -> each.equals(line.expected())
                                        || line.expected().equals(step(each)) && each.startsWith("StartRollout"))));
    }

    static String step(String told) {
        return told.split(" ")[0];
    }

    static String told(Step step) {
        String member = step.member()
                .map(each -> " " + each.substring("demo-".length()))
                .orElse("");
        String more = switch (step) {
            case Step.Hold hold -> " " + hold.reason().word();
            case Step.CreatePod pod -> " " + pod.template().image().split(":")[0];
            case Step.RollMember roll -> " " + known(roll.parts());
            case Step.StartRollout start ->
                " " + start.rollout().template().image().split(":")[0];
            case Step.HaltRollout halt -> " " + halt.rollout().reason();
            default -> "";
        };
        return step.name() + member + more;
    }

    static String known(Map<String, String> parts) {
        return Stream.of(OLD, NEW, THIRD)
                .filter(each -> AppliedSpec.of(template(each)).equals(parts))
                .map(each -> template(each).image().split(":")[0])
                .findFirst()
                .orElse("unknown");
    }
}
