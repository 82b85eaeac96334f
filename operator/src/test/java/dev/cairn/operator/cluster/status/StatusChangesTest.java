// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.operator.conditions.ConditionSet;
import dev.cairn.operator.testkit.World;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** One line per change of the conditions: before, after, and the events that are written. */
class StatusChangesTest {
    @TestFactory
    Stream<DynamicTest> events() {
        return Stream.of(
                line("nothing new", "Available=True QuorumReady", "Available=True QuorumReady", ""),
                line("the first status", "", "Ready=False Bootstrapping, Available=False NoQuorum", ""),
                line("formed", "Available=False NoQuorum", "Available=True QuorumReady", "Normal QuorumReady"),
                line("quorum lost", "Available=True QuorumReady", "Available=False NoQuorum", "Warning NoQuorum"),
                line("still lost", "Available=False NoQuorum", "Available=False NoQuorum", ""),
                line("regained", "Available=False NoQuorum", "Available=True QuorumReady", "Normal QuorumReady"),
                line("ready", "Ready=False Growing", "Ready=True AllMembersReady", "Normal AllMembersReady"),
                line("scaled, for a while not ready", "Ready=True AllMembersReady", "Ready=False AddLearner", ""),
                line("degraded", "Degraded=False AsExpected", "Degraded=True DataLost", "Warning DataLost"),
                line("worse", "Degraded=True QuorumLost", "Degraded=True DataLost", "Warning DataLost"),
                line("the same repair goes on", "Degraded=True MemberNotReady", "Degraded=True MembersNotReady", ""),
                line("whole again", "Degraded=True DataLost", "Degraded=False AsExpected", ""));
    }

    private static DynamicTest line(String situation, String before, String now, String expected) {
        return DynamicTest.dynamicTest(
                situation,
                () -> assertThat(StatusChanges.between(conditions(before), conditions(now)).stream()
                                .map(each -> (each.warning() ? "Warning " : "Normal ") + each.reason())
                                .reduce((all, one) -> all + ", " + one)
                                .orElse(""))
                        .isEqualTo(expected));
    }

    private static List<Condition> conditions(String told) {
        if (told.isEmpty()) {
            return null;
        }
        var conditions = new ConditionSet(null, 1, World.NOW);
        Arrays.stream(told.split(", "))
                .map(each -> each.split("[= ]"))
                .forEach(each -> conditions.say(each[0], "True".equals(each[1]), each[2], "told"));
        return conditions.asList();
    }
}
