// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server;

/**
 * Who may take how much of the heap, in bytes. Every part gives way at its bound, so that a member never ends for want of
 * memory that its clients filled; what none of them takes is for the work of the moment. Decision 0007 has the
 * measurements.
 *
 * <pre>
 * part                              share of the heap        at its bound
 * index and latest records          38 %                     records are read from the store; then NOSPACE
 * indexes of the recent past         8 %                     the oldest go; reading there takes longer
 * end of the log                     6 %, up to 64 MiB       older entries are read from the log's files
 * recent events for watchers         6 %, up to 16 MiB       older ones are read from the store
 * proposals not applied yet         12 %                     "too many requests"
 * entries received, not written yet  6 %                     messages are dropped, the leader sends them again
 * appends on their way, a follower   3 %, up to 64 MiB       it waits for acknowledgements
 * </pre>
 *
 * @param indexBytes the index, and with it the latest records and the leases
 * @param recentBytes what indexes of the recent past keep for themselves
 * @param logBytes entries of the log that are in memory
 * @param watchBytes recent events for watchers that catch up
 * @param proposalBytes requests of clients that wait for their answer
 * @param receivedBytes entries of messages from peers, until they are durable
 * @param inflightBytes entries sent to a follower and not acknowledged
 */
public record MemoryBudget(
        long indexBytes,
        long recentBytes,
        long logBytes,
        long watchBytes,
        long proposalBytes,
        long receivedBytes,
        long inflightBytes) {
    private static final long MIB = 1L << 20;

    /** The program itself, whatever is stored. */
    private static final long PROGRAM_BYTES = 24 * MIB;

    /** The largest append: less in flight would stop replication. */
    private static final long APPEND_BYTES = 2 * MIB;

    public static MemoryBudget ofHeap(long heapBytes) {
        long left = Math.max(heapBytes - PROGRAM_BYTES, heapBytes / 2);
        return new MemoryBudget(
                left * 38 / 100,
                left * 8 / 100,
                Math.min(left * 6 / 100, 64 * MIB),
                Math.min(left * 6 / 100, 16 * MIB),
                left * 12 / 100,
                Math.max(left * 6 / 100, APPEND_BYTES),
                Math.clamp(left * 3 / 100, APPEND_BYTES, 64 * MIB));
    }

    public MemoryBudget withLogBytes(long bytes) {
        return new MemoryBudget(
                indexBytes, recentBytes, bytes, watchBytes, proposalBytes, receivedBytes, inflightBytes);
    }

    public MemoryBudget withIndexBytes(long bytes) {
        return new MemoryBudget(bytes, recentBytes, logBytes, watchBytes, proposalBytes, receivedBytes, inflightBytes);
    }
}
