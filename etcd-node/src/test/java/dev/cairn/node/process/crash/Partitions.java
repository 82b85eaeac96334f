// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.crash;

import dev.cairn.node.process.cluster.Namespaces;
import dev.cairn.node.process.cluster.RealCluster;
import dev.cairn.node.process.cluster.RealMember;
import java.util.List;
import java.util.SplittableRandom;

/** Members that do not hear each other: one alone, one direction only, all apart, or packets lost now and then. */
record Partitions() implements Strike {
    private static final int MAX_LOAD_MILLIS = 600;
    private static final int MIN_APART_MILLIS = 1_500;
    private static final int MAX_APART_MILLIS = 2_500;

    @Override
    public String play(RealCluster cluster, SplittableRandom random) {
        Strike.pause(100 + random.nextInt(MAX_LOAD_MILLIS));
        Namespaces net = cluster.net();
        List<RealMember> members = cluster.members();
        RealMember one = members.get(random.nextInt(members.size()));
        String what = switch (random.nextInt(5)) {
            case 0 -> {
                members.stream().filter(other -> other != one).forEach(other -> net.drop(one, other));
                yield one + " is not heard";
            }
            case 1 -> {
                members.stream().filter(other -> other != one).forEach(other -> net.drop(other, one));
                yield one + " hears nobody";
            }
            case 2 -> {
                apart(net, members);
                yield "all apart";
            }
            case 3 -> {
                int percent = random.nextInt(5, 40);
                members.forEach(member -> net.lose(member, percent));
                yield percent + " % lost";
            }
            default -> {
                members.stream().filter(other -> other != one).forEach(other -> {
                    net.drop(one, other);
                    net.drop(other, one);
                });
                yield one + " alone";
            }
        };
        Strike.pause(random.nextInt(MIN_APART_MILLIS, MIN_APART_MILLIS + MAX_APART_MILLIS));
        net.heal();
        return what;
    }

    private static void apart(Namespaces net, List<RealMember> members) {
        for (RealMember from : members) {
            for (RealMember to : members) {
                if (from != to) {
                    net.drop(from, to);
                }
            }
        }
    }
}
