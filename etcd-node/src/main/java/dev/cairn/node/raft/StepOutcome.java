// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft;

/** What became of a message. A driver may ignore it: a lost message is nothing new to Raft. */
public enum StepOutcome {
    /** Taken, which includes being out of date and therefore without effect. */
    TAKEN,
    /** A proposal that nobody can take now; see {@link ProposalDroppedException}. */
    PROPOSAL_DROPPED,
    /** An answer from somebody who is no member. */
    UNKNOWN_PEER,
    /** The parts of the message contradict each other; it was not looked at. */
    MALFORMED
}
