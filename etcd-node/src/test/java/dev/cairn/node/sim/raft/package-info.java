// SPDX-License-Identifier: Apache-2.0
/**
 * The consensus core under simulated faults: many members in one thread, one seed, one run. Start at {@code
 * RaftSimulation}; {@code RaftInvariants} says what must hold, {@code RaftNemesis} what goes wrong.
 */
package dev.cairn.node.sim.raft;
