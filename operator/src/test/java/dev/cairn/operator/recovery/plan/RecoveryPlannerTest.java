// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.recovery.plan;

import static dev.cairn.operator.testkit.World.CLUSTER_ID;
import static dev.cairn.operator.testkit.World.NOW;
import static dev.cairn.operator.testkit.World.formed;
import static dev.cairn.operator.testkit.World.name;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.crds.cluster.status.RecoveryPhase;
import dev.cairn.crds.cluster.status.RecoveryStatus;
import dev.cairn.crds.cluster.status.RevisionMark;
import dev.cairn.crds.restore.InPlaceStatus;
import dev.cairn.crds.restore.ResolvedSource;
import dev.cairn.crds.restore.SurvivorSource;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.recovery.observe.RecoveryView;
import dev.cairn.operator.recovery.observe.RecoveryView.SeedVolume;
import dev.cairn.operator.recovery.observe.RecoveryView.SetAside;
import dev.cairn.operator.recovery.observe.RestoreRequest;
import dev.cairn.operator.testkit.Answers;
import dev.cairn.operator.testkit.Pods;
import dev.cairn.operator.testkit.Recoveries;
import dev.cairn.operator.testkit.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** One line per situation of a recovery, and the step that follows. Members answer revision 50; s is the seed. */
class RecoveryPlannerTest {
    private static final RecoveryPlanner PLANNER = new RecoveryPlanner(World.ADDRESSES, Duration.ofMinutes(10));
    private static final long EXPECTED = 1000;

    @TestFactory
    Stream<DynamicTest> beginning() {
        return run(
                line("nothing is asked for", formed("a", "b", "c"), "Rest"),
                line("a snapshot is ready", asked(formed("a", "b", "c")), "RecoveryBegan"),
                line("paused", asked(formed("a", "b", "c")).spec("replicas: 3\npaused: true"), "Hold Paused"),
                line(
                        "a pod is lost: it is not waited for",
                        asked(formed("a", "b", "c")).noPod("b"),
                        "RecoveryBegan"),
                line("no volume is left", asked(formed().withoutQuorum()), "RecoveryBegan"),
                line(
                        "it is another cluster by now",
                        asked(formed("a", "b", "c"))
                                .status(each -> each.withClusterId("ee"))
                                .answersAs("ee"),
                        "Rest"),
                line(
                        "the seed's volume is gone",
                        asked(formed("a", "b", "c")).recovery(each -> seed(each, false)),
                        "Hold RecoveryHalted"),
                line(
                        "more was written meanwhile than was reckoned with",
                        asked(formed("a", "b", "c"))
                                .status(each -> each.withHighestRevision(new RevisionMark(EXPECTED, NOW.toString()))),
                        "Hold RecoveryHalted"),
                line(
                        "an annotation of an earlier one of the name is there",
                        asked(formed("a", "b", "c")).recovery(Recoveries.annotated(Optional.empty(), Optional.of("r"))),
                        "Hold RecoveryHalted"));
    }

    @TestFactory
    Stream<DynamicTest> survivors() {
        return run(
                line("a quorum answers", survivor(formed("a", "b", "c"), null), "Rest"),
                line("one answers, the others are gone", survivor(lost(), null), "RecoveryBegan s=a"),
                line(
                        "of two the one of the later term",
                        survivor(lost().voter("b").withoutQuorum().survives("b", 3, 90), null),
                        "RecoveryBegan s=b"),
                line(
                        "of two the one that is named",
                        survivor(lost().voter("b").withoutQuorum().survives("b", 3, 90), "a"),
                        "RecoveryBegan s=a"),
                line(
                        "one has a volume and does not answer yet",
                        survivor(lost().voter("b").withoutQuorum(), null),
                        "Hold QuorumLost"),
                line(
                        "it has not answered for a minute",
                        survivor(lost().voter("b").withoutQuorum(), null).later(Beginning.PROBED_WITHIN),
                        "RecoveryBegan s=a"),
                line("the one that is named does not answer", survivor(lost(), "b"), "Hold QuorumLost"),
                line("one has no pod", survivor(lost().volume("b", CLUSTER_ID), null), "CreatePod b"));
    }

    @TestFactory
    Stream<DynamicTest> takingTheClustersPlace() {
        return run(
                line("clients first", at(RecoveryPhase.FENCING, formed("a", "b", "c")), "ApplyClientService"),
                line("they are kept away", fenced(RecoveryPhase.FENCING, formed("a", "b", "c")), "RecoveryFenced"),
                line("then the pods", fenced(RecoveryPhase.STOPPING, formed("a", "b")), "DeletePod a"),
                line(
                        "one is still ending",
                        fenced(RecoveryPhase.STOPPING, formed("a")).pod("a", RecoveryPlannerTest::ending),
                        "Hold Recovering"),
                line("then the volumes", fenced(RecoveryPhase.STOPPING, stopped("a", "b")), "SetVolumeAside a"),
                line("all are set aside", fenced(RecoveryPhase.STOPPING, stopped()), "RecoveryStopped"),
                line(
                        "the seed's volume is gone before anything stopped",
                        fenced(RecoveryPhase.STOPPING, formed("a")).recovery(each -> seed(each, false)),
                        "RecoveryAbandoned"),
                line(
                        "more was written before the members stopped",
                        fenced(RecoveryPhase.STOPPING, formed("a")).answers(each -> Answers.at(each, EXPECTED)),
                        "RecoveryAbandoned"),
                line("the seed's volume", fenced(RecoveryPhase.SEEDING, stopped()), "AdoptVolume s"),
                line(
                        "its certificate",
                        fenced(
                                RecoveryPhase.SEEDING,
                                stopped().seedVolume("s").lacking("demo-s-tls").certified()),
                        "IssueCertificate s"),
                line(
                        "its pod",
                        fenced(RecoveryPhase.SEEDING, stopped().seedVolume("s").certified()),
                        "CreatePod s"),
                line("it starts", fenced(RecoveryPhase.SEEDING, seeded()).withoutQuorum(), "Hold Recovering"),
                line("its keys are not counted yet", fenced(RecoveryPhase.SEEDING, seeded()), "Hold Recovering"),
                line(
                        "it holds what the snapshot held",
                        fenced(RecoveryPhase.SEEDING, seeded()).recovery(each -> each.counting(Optional.of(7L))),
                        "RecoverySeeded"),
                line(
                        "who may not count them takes them for right",
                        fenced(RecoveryPhase.SEEDING, seeded())
                                .recovery(each -> each.counting(Optional.of(RecoveryView.HIDDEN))),
                        "RecoverySeeded"),
                line(
                        "it holds less",
                        fenced(RecoveryPhase.SEEDING, seeded()).recovery(each -> each.counting(Optional.of(6L))),
                        "Hold RecoveryHalted"),
                line(
                        "its revision is too low",
                        fenced(RecoveryPhase.SEEDING, seeded().answers(each -> Answers.at(each, EXPECTED - 1)))
                                .recovery(each -> each.counting(Optional.of(7L))),
                        "Hold RecoveryHalted"),
                line(
                        "its pod ended",
                        fenced(RecoveryPhase.SEEDING, seeded())
                                .pod(
                                        "s",
                                        each -> Pods.unready(
                                                each,
                                                dev.cairn.operator.cluster.observe.ObservedPod.Phase.ENDED,
                                                "Evicted")),
                        "DeletePod s"),
                line(
                        "the others join",
                        fenced(RecoveryPhase.GROWING, formed("s").fresh("b")),
                        "AddLearner b"),
                line("a quorum is ready", fenced(RecoveryPhase.GROWING, formed("s", "b")), "RecoveryCompleted"));
    }

    @TestFactory
    Stream<DynamicTest> goingOnFromASurvivor() {
        return run(
                line("its pod stops, too", surviving(RecoveryPhase.STOPPING, lost()), "DeletePod a"),
                line(
                        "its volume stays",
                        surviving(RecoveryPhase.STOPPING, lost().noPod("a").volume("b", CLUSTER_ID)),
                        "SetVolumeAside b"),
                line(
                        "by force",
                        surviving(RecoveryPhase.FORCING, lost().noPod("a").certified()),
                        "CreatePod a forced"),
                line("it starts", surviving(RecoveryPhase.FORCING, lost()), "Hold Recovering"),
                line("it is alone", surviving(RecoveryPhase.FORCING, formed("a")), "RecoveryAlone"),
                line("it still knows another", surviving(RecoveryPhase.FORCING, formed("a", "b")), "Hold Recovering"),
                line("the pod with the flag goes", surviving(RecoveryPhase.RESTARTING, formed("a")), "DeletePod a"),
                line(
                        "it comes again without",
                        surviving(RecoveryPhase.RESTARTING, lost().noPod("a").certified()),
                        "CreatePod a"));
    }

    @TestFactory
    Stream<DynamicTest> puttingBack() {
        var undone = Recoveries.annotated(Optional.empty(), Optional.of("r"));
        return run(
                line("asked for", fenced(RecoveryPhase.SEEDING, seeded()).recovery(undone), "RecoveryUndone"),
                line(
                        "of another restore",
                        fenced(RecoveryPhase.GROWING, formed("s", "b"))
                                .recovery(Recoveries.annotated(Optional.empty(), Optional.of("q"))),
                        "RecoveryCompleted"),
                line(
                        "a survivor that has left the others out stays",
                        surviving(RecoveryPhase.FORCING, formed("a")).recovery(undone),
                        "RecoveryAlone"),
                line("new pods first", fenced(RecoveryPhase.PUTTING_BACK, seeded()), "DeletePod s"),
                line("new volumes", fenced(RecoveryPhase.PUTTING_BACK, seeded().noPod("s")), "SetVolumeAside s"),
                line(
                        "old ones",
                        fenced(RecoveryPhase.PUTTING_BACK, stopped().recovery(kept("a"))),
                        "BringVolumeBack a"),
                line("all are back", fenced(RecoveryPhase.PUTTING_BACK, stopped("a", "b")), "RecoveryReturning"),
                line(
                        "old pods stay where they never stopped",
                        fenced(RecoveryPhase.PUTTING_BACK, formed("a", "b", "c")),
                        "RecoveryReturning"),
                line("they answer", fenced(RecoveryPhase.RETURNING, formed("a", "b", "c")), "RecoveryPutBack"));
    }

    @TestFactory
    Stream<DynamicTest> volumesThatWereSetAside() {
        var confirmed = Recoveries.annotated(Optional.of("r"), Optional.empty());
        return run(
                line("are kept", over().recovery(kept("a")), "Rest"),
                line("go when it is confirmed", over().recovery(kept("a")).recovery(confirmed), "DeleteSetAside a"),
                line(
                        "of another restore stay",
                        over().recovery(keptFor("q", "a")).recovery(confirmed),
                        "Rest"),
                line(
                        "go when their time is over",
                        over().recovery(kept("a")).later(Duration.ofHours(72)),
                        "DeleteSetAside a"),
                line(
                        "stay as long as is asked",
                        over().recovery(kept("a"))
                                .spec("replicas: 3\nrepair: {quarantine: 100h}")
                                .later(Duration.ofHours(72)),
                        "Rest"),
                line("are gone", over(), "RecoveryConfirmed"));
    }

    @Test
    void fromASnapshotToThreeVoters() {
        World world = asked(formed("a", "b", "c").certified().asItIs());
        var steps = new ArrayList<String>();
        var fresh = new ArrayList<>(List.of("x", "y"));
        for (int at = 0; at < 60; at++) {
            world.fresh(fresh.isEmpty() ? "none" : fresh.getFirst());
            if (world.seen().status().recovery() != null) {
                world.recovery(each -> each.counting(Optional.of(7L)))
                        .recovery(each -> new RecoveryView(
                                Optional.empty(),
                                each.seed(),
                                each.aside(),
                                each.confirmed(),
                                each.undone(),
                                each.seedKeys()));
            }
            if (!(PLANNER.plan(world.seen(), List.of()) instanceof Step.Mutation step)) {
                break;
            }
            if (!(step instanceof Step.Aside) || step.name().equals("ApplyClientService")) {
                steps.add(step.name()
                        + step.member()
                                .map(each -> " " + each.replace("demo-", ""))
                                .orElse(""));
            }
            world.after(step);
            if (step instanceof Step.AddLearner) {
                fresh.removeFirst();
            }
            if (step instanceof Step.SetVolumeAside aside) {
                world.without(aside.memberName().replace("demo-", "")).withoutQuorum();
            }
            if (step instanceof Step.CreatePod pod && pod.memberName().equals(name("s"))) {
                world.after(new Step.PromoteLearner(name("s"), World.id("s"), ""))
                        .answersAs("c2")
                        .answers(each -> Answers.at(each, EXPECTED));
            }
        }
        assertThat(steps)
                .startsWith(
                        "RecoveryBegan",
                        "ApplyClientService",
                        "RecoveryFenced",
                        "DeletePod a",
                        "DeletePod b",
                        "DeletePod c",
                        "SetVolumeAside a",
                        "SetVolumeAside b",
                        "SetVolumeAside c",
                        "RecoveryStopped",
                        "AdoptVolume s",
                        "CreatePod s",
                        "RecoverySeeded",
                        "MarkVolume s",
                        "AddLearner x")
                .containsSubsequence("PromoteLearner x", "RecoveryCompleted", "ApplyClientService");
        assertThat(world.seen().status().clusterId()).isEqualTo("c2");
        assertThat(world.seen().status().recovery().servedRevision()).isEqualTo(EXPECTED);
    }

    @Test
    void theGapIsStatedInRevisions() {
        var recovery = recovery(RecoveryPhase.RESTARTING, null, name("a"), 60L);
        assertThat(Gap.of(recovery, 50)).contains("revisions 51 to 60 are lost, 10 of them");
        assertThat(Gap.of(recovery, 60)).contains("no revision that was seen is lost");
    }

    private record Line(String situation, World world, String expected) {}

    private static Line line(String situation, World world, String expected) {
        return new Line(situation, world, expected);
    }

    private static Stream<DynamicTest> run(Line... lines) {
        return Stream.of(lines)
                .map(line -> DynamicTest.dynamicTest(
                        line.situation(),
                        () -> assertThat(told(PLANNER.plan(line.world().seen(), List.of())))
                                .isEqualTo(line.expected())));
    }

    private static String told(Step step) {
        return switch (step) {
            case Step.Hold hold -> "Hold " + hold.reason().word();
            case Step.NoteRecovery note
            when note.word().equals("Began") && note.recovery().fromSurvivor() ->
                "RecoveryBegan s=" + note.recovery().member().replace("demo-", "");
            case Step.CreatePod pod when pod.forced() -> "CreatePod " + letter(pod) + " forced";
            default -> step.name() + (step.member().isPresent() ? " " + letter(step) : "");
        };
    }

    private static String letter(Step step) {
        return step.member().orElseThrow().replace("demo-", "");
    }

    private static World asked(World world) {
        var source = new ResolvedSource(null, "one.snap", "ab", 10L, 7L);
        var place = new InPlaceStatus(name("s"), CLUSTER_ID, 50L, EXPECTED - 10);
        var request = new RestoreRequest("r", "uid-r", NOW, Optional.empty(), Optional.of(source), Optional.of(place));
        return world.recovery(each -> seed(requested(each, request), true));
    }

    private static World survivor(World world, String member) {
        var survivor = new SurvivorSource(member == null ? null : name(member), member == null ? true : null);
        var request = new RestoreRequest("r", "uid-r", NOW, Optional.of(survivor), Optional.empty(), Optional.empty());
        return world.recovery(each -> requested(each, request));
    }

    private static RecoveryView requested(RecoveryView view, RestoreRequest request) {
        return new RecoveryView(
                Optional.of(request), view.seed(), view.aside(), view.confirmed(), view.undone(), view.seedKeys());
    }

    private static RecoveryView seed(RecoveryView view, boolean usable) {
        return new RecoveryView(
                view.request(),
                Optional.of(new SeedVolume(name("s"), "pvc-s", usable)),
                view.aside(),
                view.confirmed(),
                view.undone(),
                view.seedKeys());
    }

    private static java.util.function.UnaryOperator<RecoveryView> kept(String letter) {
        return keptFor("r", letter);
    }

    private static java.util.function.UnaryOperator<RecoveryView> keptFor(String restore, String letter) {
        return view -> new RecoveryView(
                view.request(),
                view.seed(),
                List.of(new SetAside(name(letter), "pvc-" + letter, restore, NOW, false)),
                view.confirmed(),
                view.undone(),
                view.seedKeys());
    }

    /** Of three voters one is left, and answers for itself. */
    private static World lost() {
        return formed("a").withoutQuorum().survives("a", 2, 100);
    }

    /** No pods any more; the volumes of these are still the cluster's. */
    private static World stopped(String... letters) {
        World world = formed(letters).withoutQuorum();
        for (String each : letters) {
            world.noPod(each);
        }
        return world;
    }

    /** The seed runs. */
    private static World seeded() {
        return formed("s").seedVolume("s").certified().answersAs("c2").answers(each -> Answers.at(each, EXPECTED));
    }

    private static World at(RecoveryPhase phase, World world) {
        return world.asItIs()
                .recovery(each -> seed(each, true))
                .status(each -> each.withRecovery(recovery(phase, "one.snap", name("s"), 50L)));
    }

    private static World fenced(RecoveryPhase phase, World world) {
        return world.recovery(each -> seed(each, true))
                .status(each -> each.withRecovery(recovery(phase, "one.snap", name("s"), 50L)));
    }

    private static World surviving(RecoveryPhase phase, World world) {
        return world.status(each -> each.withRecovery(recovery(phase, null, name("a"), 50L)));
    }

    private static World over() {
        return formed("a", "b", "c")
                .status(each -> each.withRecovery(recovery(RecoveryPhase.COMPLETED, "one.snap", name("s"), 50L)));
    }

    private static RecoveryStatus recovery(RecoveryPhase phase, String object, String member, long known) {
        return new RecoveryStatus(
                "r",
                "uid-r",
                phase,
                object,
                member,
                null,
                CLUSTER_ID,
                known,
                NOW.toString(),
                object == null ? null : EXPECTED,
                object == null ? null : 7L,
                EXPECTED,
                "pod-a",
                NOW.toString(),
                null,
                true,
                "under way");
    }

    private static dev.cairn.operator.cluster.observe.ObservedPod ending(
            dev.cairn.operator.cluster.observe.ObservedPod pod) {
        return Pods.terminating(pod);
    }
}
