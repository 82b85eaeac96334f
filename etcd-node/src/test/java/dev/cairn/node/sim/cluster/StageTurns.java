// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.cluster;

import dev.cairn.node.server.stage.Stage;

/** A stage's thread in one life of its member: runs it some time after it was woken, as often as there is work. */
final class StageTurns {
    private final SimCluster cluster;
    private final SimMember member;
    private final Stage stage;
    private final long life;
    private boolean scheduled;
    private long workSinceMillis = Long.MAX_VALUE;

    StageTurns(SimCluster cluster, SimMember member, Stage stage, long life) {
        this.cluster = cluster;
        this.member = member;
        this.stage = stage;
        this.life = life;
    }

    void begin() {
        stage.onWork(() -> {
            workSinceMillis = Math.min(workSinceMillis, cluster.clock().nowMillis());
            wake();
        });
        wake();
    }

    /** Since when it has had work that it did not begin; Long.MAX_VALUE when it has none. */
    long workSinceMillis() {
        return workSinceMillis;
    }

    private void wake() {
        if (!scheduled) {
            scheduled = true;
            member.later(life, cluster.turnDelayMillis(member, stage.name()), this::turn);
        }
    }

    private void turn() {
        scheduled = false;
        workSinceMillis = Long.MAX_VALUE;
        if (stage.runOnce()) {
            wake();
        }
    }
}
