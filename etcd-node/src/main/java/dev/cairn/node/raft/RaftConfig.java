// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft;

import java.util.function.IntUnaryOperator;

/**
 * How one member's core behaves. Start from {@link #etcd}, which is what etcd runs with, and change what differs.
 *
 * @param id this member's id, never 0
 * @param timing ticks; the driver decides how long one lasts
 * @param limits bounds on what is in flight
 * @param switches behaviour that etcd's library lets its user choose
 * @param appliedIndex entries up to here were applied before the restart and are not handed out again
 * @param jitter given a bound, a number in [0, bound): spreads the election timeouts. The core has no random source
 * @param journal where the core tells what happens
 * @param confChanges reads the configuration changes among the proposals
 */
public record RaftConfig(
        long id,
        Timing timing,
        Limits limits,
        Switches switches,
        long appliedIndex,
        IntUnaryOperator jitter,
        Journal journal,
        ConfChangeReader confChanges) {

    /** No bound. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    /** Receives a line per event that an operator may want to see: elections, configuration changes, snapshots. */
    @FunctionalInterface
    public interface Journal {
        Journal NONE = (level, line) -> {};

        void log(System.Logger.Level level, String line);
    }

    /** Reads what an entry of a configuration change holds: the core knows no encoding. */
    @FunctionalInterface
    public interface ConfChangeReader {
        /**
         * A change of the first form becomes one of the second with the same effect.
         *
         * @throws IllegalArgumentException if the entry holds none, with the reason
         */
        ConfChangeV2 read(Entry entry);
    }

    /** How linearizable reads are confirmed: by a round of heartbeats, or by trusting the leader's lease and clock. */
    public enum ReadOnly {
        SAFE,
        LEASE_BASED
    }

    /**
     * A follower campaigns when it heard nothing for {@code electionTicks} to {@code 2 * electionTicks - 1}; a leader
     * sends heartbeats every {@code heartbeatTicks}.
     */
    public record Timing(int electionTicks, int heartbeatTicks) {
        public Timing {
            require(heartbeatTicks > 0, "heartbeat ticks must be above 0");
            require(electionTicks > heartbeatTicks, "election ticks must be above heartbeat ticks");
        }
    }

    /**
     * @param messageBytes encoded entries in one append; a single larger entry still goes
     * @param inflightMessages appends sent and not acknowledged, per follower
     * @param inflightBytes their payload
     * @param uncommittedBytes payload in the leader's log that is not committed; beyond it proposals are dropped
     * @param applyingBytes encoded entries handed out for applying and not yet applied
     */
    public record Limits(
            long messageBytes, int inflightMessages, long inflightBytes, long uncommittedBytes, long applyingBytes) {
        /** etcd's settings: 1 MiB appends, 512 in flight. */
        public static final Limits ETCD = new Limits(1024 * 1024, 512, UNLIMITED, UNLIMITED, 1024 * 1024);

        public Limits {
            require(messageBytes >= 0, "message bytes must not be negative");
            require(inflightMessages > 0, "inflight messages must be above 0");
            require(inflightBytes >= messageBytes, "inflight bytes must not be below message bytes");
            require(uncommittedBytes > 0, "uncommitted bytes must be above 0");
            require(applyingBytes > 0, "applying bytes must be above 0");
        }
    }

    /**
     * @param preVote ask before raising the term, so that a member that was cut off does not disturb (thesis §9.6)
     * @param checkQuorum a leader that does not hear from a quorum steps down; followers keep faith with it meanwhile
     * @param readOnly LEASE_BASED needs {@code checkQuorum}
     * @param disableProposalForwarding followers drop proposals instead of sending them to the leader
     * @param disableConfChangeValidation take configuration changes into the log that do not fit the current one
     * @param stepDownOnRemoval a leader that is removed or demoted steps down when it applies that
     * @param applyUnstableEntries hand out committed entries that are not yet durable here. Only etcd's scripts in the
     *     synchronous form need it
     */
    public record Switches(
            boolean preVote,
            boolean checkQuorum,
            ReadOnly readOnly,
            boolean disableProposalForwarding,
            boolean disableConfChangeValidation,
            boolean stepDownOnRemoval,
            boolean applyUnstableEntries) {
        /** As etcd runs. */
        public static final Switches ETCD = new Switches(true, true, ReadOnly.SAFE, false, false, false, false);

        public Switches {
            require(
                    checkQuorum || readOnly == ReadOnly.SAFE,
                    "lease based reads need the quorum check: a lease means nothing without it");
        }
    }

    public RaftConfig {
        require(id != 0, "a member's id must not be 0");
        require(appliedIndex >= 0, "applied index must not be negative");
    }

    /** etcd's settings: 1 MiB appends, 512 in flight, pre-vote, quorum check, confirmed reads. */
    public static RaftConfig etcd(long id, Timing timing, IntUnaryOperator jitter, ConfChangeReader confChanges) {
        return new RaftConfig(id, timing, Limits.ETCD, Switches.ETCD, 0, jitter, Journal.NONE, confChanges);
    }

    public RaftConfig withLimits(Limits newLimits) {
        return new RaftConfig(id, timing, newLimits, switches, appliedIndex, jitter, journal, confChanges);
    }

    public RaftConfig withSwitches(Switches newSwitches) {
        return new RaftConfig(id, timing, limits, newSwitches, appliedIndex, jitter, journal, confChanges);
    }

    public RaftConfig withAppliedIndex(long newAppliedIndex) {
        return new RaftConfig(id, timing, limits, switches, newAppliedIndex, jitter, journal, confChanges);
    }

    public RaftConfig withJournal(Journal newJournal) {
        return new RaftConfig(id, timing, limits, switches, appliedIndex, jitter, newJournal, confChanges);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException("raft configuration: " + message);
        }
    }
}
