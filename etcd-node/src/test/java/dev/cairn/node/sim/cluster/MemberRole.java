// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.cluster;

import java.util.Locale;

/** What a member was when something happened to it. One that campaigns counts as a follower. */
public enum MemberRole {
    LEADER,
    FOLLOWER,
    LEARNER;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
