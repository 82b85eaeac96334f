// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import static dev.cairn.operator.cluster.plan.RollingWorlds.NEW;
import static dev.cairn.operator.cluster.plan.RollingWorlds.OLD;
import static dev.cairn.operator.cluster.plan.RollingWorlds.line;
import static dev.cairn.operator.cluster.plan.RollingWorlds.run;
import static dev.cairn.operator.cluster.plan.RollingWorlds.runs;
import static dev.cairn.operator.cluster.plan.RollingWorlds.versions;
import static dev.cairn.operator.testkit.World.NOW;
import static dev.cairn.operator.testkit.World.template;

import dev.cairn.crds.cluster.status.LastSnapshotStatus;
import dev.cairn.operator.cluster.desired.AppliedSpec;
import dev.cairn.operator.testkit.World;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Before members are brought to another image: one line per situation. */
class SnapshotBeforeVersionPlanTest {
    @TestFactory
    Stream<DynamicTest> anotherImage() {
        return run(
                line("no EtcdBackup says where to", old().spec(NEW), "StartRollout new"),
                line("one does", old().spec(NEW).backup("nightly"), "AskForSnapshot"),
                line("under way", asked().asked(false, false), "Hold LastSnapshot"),
                line("failed", asked().asked(false, true), "Hold LastSnapshotFailed"),
                line("stored", asked().asked(true, false), "NoteSnapshot"),
                line(
                        "noted",
                        old().spec(NEW)
                                .backup("nightly")
                                .status(each ->
                                        each.withLastSnapshot(record().finished("o", 50L, "ab", NOW.toString()))),
                        "StartRollout new"),
                line(
                        "another configuration of the same image",
                        old().spec(OLD + "\nconfig:\n  snapshotCount: 5").backup("nightly"),
                        "StartRollout old"),
                line(
                        "a version that is out of reach",
                        versions("3.5.1", "3.7.1").backup("nightly"),
                        "Hold VersionOutOfReach"),
                line("before a downgrade is enabled", versions("3.7.1", "3.6.1").backup("nightly"), "AskForSnapshot"),
                line(
                        "no quorum to make it from",
                        RollingWorlds.allFail().spec(NEW).backup("nightly"),
                        "StartRollout new"));
    }

    private static World old() {
        return runs(OLD, "a", "b", "c");
    }

    private static World asked() {
        return old().spec(NEW).backup("nightly").status(each -> each.withLastSnapshot(record()));
    }

    private static LastSnapshotStatus record() {
        return LastSnapshotStatus.asked(
                "VersionChange " + AppliedSpec.revision(template(NEW)), "demo-20260101120000", NOW.toString());
    }
}
