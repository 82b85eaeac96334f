// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.member;

import dev.cairn.node.figures.Figures;
import dev.cairn.node.server.MemoryBudget;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * What the process, or a simulation, lends to a member.
 *
 * @param nanos a clock that never goes back
 * @param clock the time of day, for ids of new members only
 * @param readers runs reads of the store: platform threads, since native calls pin virtual ones
 * @param blocking runs what waits: questions to peers, hashes
 * @param bulk runs what goes through the whole store and may take long, out of everybody's way
 * @param memory what may be taken of the heap
 * @param figures what the member counts
 */
public record MemberRuntime(
        LongSupplier nanos,
        InstantSource clock,
        Readers readers,
        Executor blocking,
        Executor bulk,
        MemoryBudget memory,
        AuthRuntime auth,
        Figures figures) {
    /** So many of the threads read for one client at once, at most. */
    public record Readers(Executor threads, int mostOfOneClient) {}
}
