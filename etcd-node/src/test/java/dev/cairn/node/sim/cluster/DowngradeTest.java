// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Monitors;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.DowngradeRequest;
import dev.cairn.node.wire.etcdserverpb.DowngradeRequest.DowngradeAction;
import dev.cairn.node.wire.etcdserverpb.DowngradeResponse;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.StatusResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From 3.7 down to 3.6: asked for, told to all members, gone through member by member, at its end or taken back. */
class DowngradeTest extends AskedCluster {
    private static final String OLDER = "3.6.14";
    private static final String UNDER_WAY = "{\"target-version\":\"3.6.0\",\"enabled\":true}";
    private static final String NONE = "{\"target-version\":\"\",\"enabled\":false}";

    @BeforeEach
    void begin() {
        start(SimSettings.Habits.NONE.withMonitors(new Monitors(false, 0, 0, 1_000)));
    }

    private Object downgrade(int member, DowngradeAction action, String version) {
        DowngradeRequest request = DowngradeRequest.newBuilder()
                .setAction(action)
                .setVersion(version)
                .build();
        return answer(asked -> member(member).maintenance().downgrade(Caller.ANONYMOUS, request, asked.reply()));
    }

    private void answered(String version, int member, DowngradeAction action, String target) {
        assertThat(downgrade(member, action, target))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.type(DowngradeResponse.class))
                .satisfies(answer -> {
                    assertThat(answer.getVersion()).isEqualTo(version);
                    assertThat(answer.getHeader().getMemberId())
                            .isEqualTo(process(member).id());
                });
    }

    private void assertVersions(String version, String downgrade) {
        pass(5_000);
        cluster.running()
                .forEach(member -> assertThat(member.records().versions())
                        .as("%s", member)
                        .isEqualTo(
                                Map.of("clusterVersion", version, "storageVersion", version, "downgrade", downgrade)));
    }

    private void restartAt(SimMember member, String version, End how) {
        if (member.isRunning()) {
            member.end(how);
        }
        member.settings = member.settings.withHabits(member.settings.habits().withVersion(version));
        member.start();
        pass(5_000);
    }

    @Test
    void onlyTheMinorVersionBelowCanBeAskedFor() {
        for (String good : new String[] {"3.6", "3.6.0", "3.6.99"}) {
            answered("3.7", 0, DowngradeAction.VALIDATE, good);
        }
        for (DowngradeAction action : new DowngradeAction[] {DowngradeAction.VALIDATE, DowngradeAction.ENABLE}) {
            for (String bad : new String[] {"3.7", "3.5.0", "2.6", "3.8"}) {
                assertThat(downgrade(1, action, bad)).isEqualTo(EtcdError.INVALID_DOWNGRADE_TARGET_VERSION.text());
            }
            for (String none : new String[] {"", "3", "x", "3.6.x"}) {
                assertThat(downgrade(2, action, none)).isEqualTo(EtcdError.WRONG_DOWNGRADE_VERSION_FORMAT.text());
            }
        }
        assertThat(leading().records().versions()).doesNotContainKey("downgrade");
    }

    @Test
    void theClusterGoesDownAtOnceAndUpAgainWhenItIsTakenBack() {
        answered("3.7", 1, DowngradeAction.ENABLE, "3.6");
        assertThat(downgrade(2, DowngradeAction.VALIDATE, "3.6"))
                .isIn(EtcdError.DOWNGRADE_IN_PROCESS.text(), EtcdError.INVALID_DOWNGRADE_TARGET_VERSION.text());
        assertVersions("3.6.0", UNDER_WAY);
        assertThat(downgrade(2, DowngradeAction.VALIDATE, "3.5")).isEqualTo(EtcdError.DOWNGRADE_IN_PROCESS.text());
        StatusResponse status =
                (StatusResponse) answer(asked -> member(2).maintenance().status(Caller.ANONYMOUS, asked.reply()));
        assertThat(status.getDowngradeInfo().getEnabled()).isTrue();
        assertThat(status.getDowngradeInfo().getTargetVersion()).isEqualTo("3.6.0");
        assertThat(status.getStorageVersion()).isEqualTo("3.6.0");
        assertThat(status.getVersion()).isEqualTo("3.7.0");

        answered("3.6", 0, DowngradeAction.CANCEL, "");
        assertVersions("3.7.0", NONE);
        answered("3.7", 0, DowngradeAction.CANCEL, "");
        assertVersions("3.7.0", NONE);
    }

    @Test
    void anUnknownActionIsAnUnknownMethod() {
        DowngradeRequest request =
                DowngradeRequest.newBuilder().setActionValue(9).build();
        refused(
                EtcdError.UNKNOWN_METHOD,
                asked -> member(0).maintenance().downgrade(Caller.ANONYMOUS, request, asked.reply()));
    }

    @Test
    void itEndsWhenAllMembersRunTheLowerVersion() {
        SimMember first = followers().getFirst();
        first.expectRefusal("invalid downgrade; server version is lower than determined cluster version");
        restartAt(first, OLDER, End.KILL);
        assertThat(first.wasRefused()).as("without a downgrade").isTrue();
        restartAt(first, "3.7.1", End.KILL);

        answered("3.7", 0, DowngradeAction.ENABLE, "3.6");
        assertVersions("3.6.0", UNDER_WAY);
        for (SimMember each : cluster.members()) {
            assertVersions("3.6.0", UNDER_WAY);
            restartAt(each, OLDER, End.KILL);
        }
        assertVersions("3.6.0", NONE);
        restartAt(first, "3.7.1", End.KILL);
        assertVersions("3.6.0", NONE);
        followers().forEach(each -> restartAt(each, "3.7.1", End.KILL));
        restartAt(leading(), "3.7.1", End.KILL);
        assertVersions("3.7.0", NONE);
    }

    @Test
    void itOutlivesPowerCutsAndReachesWhoIsFedBySnapshot() {
        SimMember down = followers().getFirst();
        down.end(End.POWER_CUT);
        int asked = cluster.members().stream().toList().indexOf(leading());
        answered("3.7", asked, DowngradeAction.ENABLE, "3.6");
        for (int i = 0; i < 200; i++) {
            PutRequest put = PutRequest.newBuilder().setKey(bytes("k" + i)).build();
            leader().kv().put(Caller.ANONYMOUS, put, reply());
            pass(100);
        }
        down.start();
        pass(10_000);
        assertThat(down.imagesInstalled()).isPositive();
        // nobody told the version of the one that was down
        assertVersions("3.6.0", UNDER_WAY);
        cluster.members().forEach(member -> member.end(End.POWER_CUT));
        cluster.members().forEach(SimMember::start);
        pass(5_000);
        assertVersions("3.6.0", UNDER_WAY);
    }
}
