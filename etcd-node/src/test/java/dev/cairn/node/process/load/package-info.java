// SPDX-License-Identifier: Apache-2.0
/**
 * Load on real members from outside, by gRPC, and what it saw, in the form that the simulator's checkers read. Imports
 * {@code sim.check} and {@code process.cluster}. Start at {@link dev.cairn.node.process.load.Load}.
 */
package dev.cairn.node.process.load;
