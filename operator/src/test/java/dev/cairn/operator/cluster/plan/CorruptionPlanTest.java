// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import static dev.cairn.operator.cluster.plan.RollingWorlds.line;
import static dev.cairn.operator.cluster.plan.RollingWorlds.run;
import static dev.cairn.operator.testkit.World.formed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.operator.testkit.World;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is done about CORRUPT: one line per situation. Member a leads; its ID is 97, b's 98. */
class CorruptionPlanTest {
    private static final String ABOUT_B = "memberID:98 alarm:CORRUPT ";
    private static final String ABOUT_NOBODY = "memberID:0 alarm:CORRUPT ";

    @TestFactory
    Stream<DynamicTest> whoIsRight() {
        return run(
                line("no alarm", formed("a", "b", "c").hash("a", 1).hash("b", 2).hash("c", 1), "Rest"),
                line("a quorum says: not b", hashed(ABOUT_B, 1, 2, 1), "RemoveMember b"),
                line("the alarm names nobody", hashed(ABOUT_NOBODY, 1, 2, 1), "RemoveMember b"),
                line("the alarm names b, and a is wrong", hashed(ABOUT_B, 2, 1, 1), "RemoveMember a"),
                line("the leader is wrong", hashed(ABOUT_NOBODY, 3, 1, 1), "RemoveMember a"),
                line("everybody has another hash", hashed(ABOUT_B, 1, 2, 3), "Hold CorruptUndecided"),
                line(
                        "of two nobody is right",
                        formed("a", "b")
                                .spec("replicas: 2")
                                .alarms(ABOUT_B)
                                .hash("a", 1)
                                .hash("b", 2),
                        "Hold CorruptUndecided"),
                line(
                        "alone",
                        formed("a").spec("replicas: 1").alarms(ABOUT_NOBODY).hash("a", 1),
                        "Hold CorruptUndecided"),
                line(
                        "the leader was wrong and is gone, all whom it blamed agree",
                        formed("b", "c")
                                .alarms(ABOUT_B, "memberID:99 alarm:CORRUPT ")
                                .hash("b", 1)
                                .hash("c", 1),
                        "DisarmCorrupt"),
                line(
                        "one gives no hash, two agree",
                        alarmed(ABOUT_B).hash("a", 1).hash("c", 1),
                        "Hold CorruptUndecided"),
                line(
                        "one gives no hash, two differ",
                        alarmed(ABOUT_B).hash("a", 1).hash("b", 2),
                        "Hold CorruptUndecided"),
                line("all agree with the one that is named", hashed(ABOUT_B, 1, 1, 1), "Hold CorruptUndecided"),
                line(
                        "the one that was named is gone, all agree",
                        formed("a", "c").alarms(ABOUT_B).hash("a", 1).hash("c", 1),
                        "DisarmCorrupt"),
                line(
                        "one does not answer: the quorum needs the wrong one to agree on it",
                        hashed(ABOUT_B, 1, 2, 1).silent("c"),
                        "Hold b QuorumAtRisk"),
                line(
                        "one has no pod, so no hash: it gets one first",
                        alarmed(ABOUT_B).hash("a", 1).hash("c", 1).silent("b").noPod("b"),
                        "CreatePod b etcd-node"),
                line("paused", hashed(ABOUT_B, 1, 2, 1).spec("replicas: 3\npaused: true"), "Hold Paused"));
    }

    @Test
    void theWordsNameEveryHash() {
        var planner = new ClusterPlanner(World.ADDRESSES, Duration.ofMinutes(10));
        Step step = planner.plan(hashed(ABOUT_B, 1, 2, 3).certified().seen(), List.of());
        assertThat(step.message())
                .contains("nobody can say who is right")
                .contains("demo-a (61): 1 at revision 50")
                .contains("demo-b (62): 2 at revision 50");
    }

    private static World alarmed(String word) {
        return formed("a", "b", "c").alarms(word);
    }

    private static World hashed(String word, long a, long b, long c) {
        return alarmed(word).hash("a", a).hash("b", b).hash("c", c);
    }
}
