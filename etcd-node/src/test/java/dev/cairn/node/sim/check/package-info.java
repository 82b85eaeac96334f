// SPDX-License-Identifier: Apache-2.0
/**
 * What clients and peers saw of a run, and one class per property that must hold of it. Imports value types of raft only.
 * Start at {@link dev.cairn.node.sim.check.History}.
 */
package dev.cairn.node.sim.check;
