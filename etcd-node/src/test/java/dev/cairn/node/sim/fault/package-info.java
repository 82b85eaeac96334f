// SPDX-License-Identifier: Apache-2.0
/**
 * What goes wrong in a simulation: kinds of faults, where they hit and whom. Imports the simulated members. Start at {@link
 * dev.cairn.node.sim.fault.FaultKind}.
 */
package dev.cairn.node.sim.fault;
