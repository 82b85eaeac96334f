// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft;

/**
 * The proposal was refused at once: there is no leader to give it to, the leader is handing over or is no member any
 * more, or too much is uncommitted already. It is certain not to be in any log, so proposing it again is safe.
 */
public final class ProposalDroppedException extends Exception {
    private static final long serialVersionUID = 1L;

    public ProposalDroppedException() {
        super("raft proposal dropped", null, false, false);
    }
}
