// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.raft;

/** What may happen next. */
enum Strike {
    PROPOSE,
    PROPOSE_MANY,
    READ,
    CAMPAIGN,
    /** Somebody campaigns, and is heard no more once the votes are on their way: its entries stay its own (figure 8). */
    CAMPAIGN_AND_FALL_SILENT,
    /** A leader keeps few followers or none, takes entries, and others are elected meanwhile (paper, figures 7 and 8). */
    STRAND_LEADER,
    FORGET_LEADER,
    TRANSFER,
    CHANGE_CONFIGURATION,
    CRASH,
    CRASH_LEADER,
    RESTART,
    PARTITION,
    CUT_ONE_WAY,
    RECONNECT,
    WEATHER
}
