// SPDX-License-Identifier: Apache-2.0
/**
 * Runs of whole clusters, each from one seed: faults first, then healing, then every property held against what was
 * seen. Start at {@link dev.cairn.node.sim.Simulation}.
 *
 * <p>{@code java dev.cairn.node.sim.Seeds FROM COUNT [--aim=AIM] [--jobs=N] [--all] [--long]} runs seeds that are about one area (a
 * {@link dev.cairn.node.sim.fault.Aim}: mixed, elections, membership, storage, snapshot, leases, watch, crash, reads). It
 * stops at the first failure with the line {@code seed N: <checker>: <what>} and exit code 1, and goes on to the end with
 * {@code --all}. {@code java dev.cairn.node.sim.SimulationMain SEED} runs one and prints its trace hash.
 */
package dev.cairn.node.sim;
