// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.lease;

/** What became of a keep-alive. */
public sealed interface Renewal {
    /**
     * The lease lives on for {@code ttlSeconds}. With {@code hadCheckpoint} the members still hold an older remaining
     * time, which a checkpoint of 0 for this lease has to clear.
     */
    record Renewed(long ttlSeconds, boolean hadCheckpoint) implements Renewal {}

    /** Its time was up: it is about to be revoked, and nobody gets it back. Wait for the end, then answer TTL 0. */
    record Expired() implements Renewal {}

    /** There is no such lease. */
    record Unknown() implements Renewal {}
}
