// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.quorum;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.LongUnaryOperator;

/**
 * A set of voters that decides by majority. The empty set agrees to everything, which makes it the neutral half of a
 * {@link Joint} one. Ids are unsigned and kept ascending.
 */
public final class Majority {
    /** What the empty set has committed: everything. */
    public static final long ALL = Long.MAX_VALUE;

    public static final Majority NONE = new Majority(new long[0]);

    private final long[] ids;

    private Majority(long[] ids) {
        this.ids = ids;
    }

    public static Majority of(Collection<Long> voters) {
        long[] ids = voters.stream()
                .distinct()
                .sorted(Long::compareUnsigned)
                .mapToLong(Long::longValue)
                .toArray();
        return ids.length == 0 ? NONE : new Majority(ids);
    }

    public List<Long> ids() {
        return Arrays.stream(ids).boxed().toList();
    }

    public boolean contains(long id) {
        for (long each : ids) {
            if (each == id) {
                return true;
            }
        }
        return false;
    }

    public boolean isEmpty() {
        return ids.length == 0;
    }

    public int size() {
        return ids.length;
    }

    /** Decides; each voter's vote is asked for once. */
    public VoteResult decide(LongFunction<VoterAnswer> votes) {
        if (ids.length == 0) {
            return VoteResult.WON;
        }
        int yes = 0;
        int missing = 0;
        for (long id : ids) {
            switch (votes.apply(id)) {
                case YES -> yes++;
                case MISSING -> missing++;
                case NO -> {}
            }
        }
        int needed = ids.length / 2 + 1;
        if (yes >= needed) {
            return VoteResult.WON;
        }
        return yes + missing >= needed ? VoteResult.PENDING : VoteResult.LOST;
    }

    /**
     * The largest position that a majority has reached: voters (1 2 3) at 100, 101, 99 have committed 100.
     *
     * @param acknowledged a voter's position, 0 when it has told none
     */
    public long committed(LongUnaryOperator acknowledged) {
        if (ids.length == 0) {
            return ALL;
        }
        long[] positions = new long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            positions[i] = acknowledged.applyAsLong(ids[i]);
        }
        Arrays.sort(positions);
        return positions[ids.length - (ids.length / 2 + 1)];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Majority that && Arrays.equals(ids, that.ids);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }

    /** {@code (1 2 3)} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("(");
        for (long id : ids) {
            text.append(text.length() > 1 ? " " : "").append(Long.toUnsignedString(id));
        }
        return text.append(')').toString();
    }
}
