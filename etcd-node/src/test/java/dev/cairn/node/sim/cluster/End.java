// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.cluster;

/** How a process' life ends: with its machine, or alone. */
public enum End {
    POWER_CUT,
    KILL
}
