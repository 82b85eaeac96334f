// SPDX-License-Identifier: Apache-2.0
/**
 * Runs of whole clusters, each from one seed: faults first, then healing, then every property held against what was
 * seen. Start at {@link dev.cairn.node.sim.Simulation}.
 */
package dev.cairn.node.sim;
