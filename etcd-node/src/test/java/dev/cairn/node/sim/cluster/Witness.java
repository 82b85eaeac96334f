// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.cluster;

/** Hears of every fault that took effect, not of those that were only arranged. */
public interface Witness {
    /** {@code role} is of the member that it hit. */
    void saw(String kind, String place, MemberRole role);
}
