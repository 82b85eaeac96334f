// SPDX-License-Identifier: Apache-2.0
/**
 * Clients of a simulated cluster: they ask, wait, give up, and write down what they saw. Start at
 * {@link dev.cairn.node.sim.load.KvClient}.
 */
package dev.cairn.node.sim.load;
