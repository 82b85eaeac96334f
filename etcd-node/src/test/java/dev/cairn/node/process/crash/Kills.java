// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.crash;

import dev.cairn.node.process.cluster.RealCluster;
import dev.cairn.node.process.cluster.RealMember;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * kill -9 of one, two or all members at the same moment, now and then once more while they start. On disks that lose what
 * was not synced the same is a power cut.
 *
 * @param allOfThree in this many of a hundred rounds all members are struck
 */
record Kills(int allOfThree) implements Strike {
    private static final int MAX_LOAD_MILLIS = 900;
    private static final int MAX_DOWN_MILLIS = 500;
    private static final int MAX_START_MILLIS = 1_200;
    private static final int AGAIN_PERCENT = 20;

    @Override
    public String play(RealCluster cluster, SplittableRandom random) {
        Strike.pause(100 + random.nextInt(MAX_LOAD_MILLIS));
        List<RealMember> victims = draw(cluster, random);
        cluster.kill(victims, random);
        String what = "killed " + victims;
        Strike.pause(random.nextInt(MAX_DOWN_MILLIS));
        victims.forEach(cluster::start);
        if (random.nextInt(100) < AGAIN_PERCENT) {
            Strike.pause(random.nextInt(MAX_START_MILLIS));
            victims.forEach(RealMember::requireAlive);
            cluster.kill(victims, random);
            what += " twice";
            victims.forEach(cluster::start);
        }
        return what;
    }

    private List<RealMember> draw(RealCluster cluster, SplittableRandom random) {
        List<RealMember> victims = new ArrayList<>(cluster.members());
        if (random.nextInt(100) >= allOfThree) {
            victims.remove(random.nextInt(victims.size()));
            if (random.nextBoolean()) {
                victims.remove(random.nextInt(victims.size()));
            }
        }
        return victims;
    }
}
