// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.raft;

/** Mistakes of a driver, made on purpose: the simulation must notice them. */
enum Sabotage {
    NONE,
    /** Sends votes and acknowledgements before what they promise is durable. */
    ACKNOWLEDGE_BEFORE_DURABLE
}
