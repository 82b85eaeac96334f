// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.raft;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** What a run is about: how often each {@link Strike} happens, in the order of its constants. */
enum Focus {
    MIXED(46, 2, 10, 2, 2, 0, 2, 3, 5, 3, 1, 5, 3, 3, 5, 3),
    ELECTIONS(30, 2, 10, 10, 20, 0, 8, 8, 1, 2, 3, 3, 3, 3, 8, 3),
    MEMBERSHIP(20, 1, 5, 10, 2, 0, 5, 4, 30, 4, 4, 6, 3, 3, 6, 2),
    CRASHES(25, 2, 8, 4, 10, 0, 3, 2, 3, 12, 15, 8, 2, 2, 4, 2),
    /** Logs that part and are brought together again, an entry or two a message. */
    FORKS(6, 0, 5, 12, 4, 30, 2, 0, 0, 2, 6, 6, 1, 2, 6, 2);

    private final int[] weights;
    private final int total;

    Focus(int... weights) {
        this.weights = weights;
        this.total = Arrays.stream(weights).sum();
    }

    Strike draw(RandomGenerator random) {
        int left = random.nextInt(total);
        int at = 0;
        while (left >= weights[at]) {
            left -= weights[at++];
        }
        return Strike.values()[at];
    }
}
