// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.lease;

/** What became of a keep-alive. */
public sealed interface Renewal {
    /** The lease lives on for {@code ttlSeconds}. */
    record Renewed(long ttlSeconds) implements Renewal {}

    /**
     * The members hold, or are about to be told, how little was left of it: with that they would begin, should one of them
     * lead next. A checkpoint of 0 has to clear it; then renew again.
     */
    record Checkpointed() implements Renewal {}

    /** Its time was up: it is about to be revoked, and nobody gets it back. Wait for the end, then answer TTL 0. */
    record Expired() implements Renewal {}

    /** There is no such lease. */
    record Unknown() implements Renewal {}
}
