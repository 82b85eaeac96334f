// SPDX-License-Identifier: Apache-2.0
/**
 * Whole members on simulated disks, clocks and links, in one thread. Owns the world; imports the server and the testkit.
 * Start at {@link dev.cairn.node.sim.cluster.SimCluster}.
 */
package dev.cairn.node.sim.cluster;
