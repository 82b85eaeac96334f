// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.check;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Linearizability key by key, from values and times alone: it believes no revision that a server names. Looks for an
 * order of the operations that respects their times and in which every read has what was written last (Wing and Gong;
 * places that were tried before are remembered, as Lowe proposed). Writes without an answer may come at any later time
 * or never.
 */
public final class KeyLinearizabilityCheck {
    private static final int MAX_PLACES = 2_000_000;

    /** What an operation does to one key. A guarded one writes only on {@code expected}. */
    private record Step(
            Operation of, long begun, long ended, boolean reads, String seen, boolean writes, String written) {
        /** The value afterwards; only where {@link #fits}. */
        String after(String before) {
            return writes ? written : before;
        }

        boolean fits(String before) {
            return !reads || Objects.equals(before, seen);
        }
    }

    private record Place(BitSet done, String value) {}

    /** Throws a {@link Violation} that names the key. */
    public void check(List<Operation> operations) {
        Set<String> keys = new TreeSet<>();
        operations.forEach(operation -> keys.addAll(operation.call().writes().keySet()));
        keys.forEach(key -> check(key, steps(key, operations)));
    }

    private static List<Step> steps(String key, List<Operation> operations) {
        List<Step> steps = new ArrayList<>();
        for (Operation operation : operations) {
            Call call = operation.call();
            boolean concerns = call.writes().containsKey(key) || key.equals(call.key());
            if (concerns && !operation.isRefused() && !call.isSerializable()) {
                step(key, operation, steps);
            }
        }
        Set<String> seen = new HashSet<>();
        steps.stream().filter(Step::reads).forEach(step -> seen.add(step.seen()));
        // what may have been written and was read by nobody can be left out of any order
        steps.removeIf(step -> step.of().isUnknown() && step.written() != null && !seen.contains(step.written()));
        steps.sort((one, two) -> Long.compare(one.begun(), two.begun()));
        return steps;
    }

    private static void step(String key, Operation operation, List<Step> steps) {
        Call call = operation.call();
        String written = call.writes().get(key);
        boolean swap = call.kind() == Call.Kind.SWAP;
        if (operation.isUnknown()) {
            if (!call.writes().isEmpty()) {
                steps.add(new Step(operation, operation.begun(), Long.MAX_VALUE, swap, call.expected(), true, written));
            }
            return;
        }
        boolean wrote = operation.answer().wrote();
        Seen seen = operation.answer().seen().get(key);
        boolean reads = call.writes().isEmpty() || swap || !wrote;
        String expected = wrote ? call.expected() : seen == null ? null : seen.value();
        steps.add(new Step(operation, operation.begun(), operation.ended(), reads, expected, wrote, written));
    }

    private static void check(String key, List<Step> steps) {
        long answered =
                steps.stream().filter(step -> step.ended() != Long.MAX_VALUE).count();
        Search search = new Search(steps, answered);
        Violation.require(
                search.find(),
                "linearizability of " + key,
                () -> "no order of its " + steps.size() + " operations is possible; the longest that was found has "
                        + search.best + " of " + answered + " and fails at " + search.stuck);
    }

    /** Depth first with a stack of its own, since histories are long. */
    private static final class Search {
        private final List<Step> steps;
        private final long answered;
        private final Set<Place> tried = new HashSet<>();
        private final List<Frame> stack = new ArrayList<>();
        private long best;
        private Step stuck;

        private static final class Frame {
            private final BitSet done;
            private final String value;
            private final long placed;
            private int next;

            private Frame(BitSet done, String value, long placed) {
                this.done = done;
                this.value = value;
                this.placed = placed;
                this.next = done.nextClearBit(0);
            }
        }

        private Search(List<Step> steps, long answered) {
            this.steps = steps;
            this.answered = answered;
        }

        private boolean find() {
            stack.add(new Frame(new BitSet(), null, 0));
            while (!stack.isEmpty()) {
                Frame frame = stack.getLast();
                if (frame.placed == answered) {
                    return true;
                }
                if (!advance(frame)) {
                    stack.removeLast();
                }
            }
            return false;
        }

        /** Places the next operation that may come first; false where none is left. */
        private boolean advance(Frame frame) {
            long earliestEnd = earliestEnd(frame);
            while (frame.next < steps.size() && steps.get(frame.next).begun() < earliestEnd) {
                int at = frame.next;
                frame.next = frame.done.nextClearBit(at + 1);
                Step step = steps.get(at);
                if (!step.fits(frame.value)) {
                    stuck = frame.placed >= best ? step : stuck;
                    continue;
                }
                BitSet done = (BitSet) frame.done.clone();
                done.set(at);
                if (tried.add(new Place(done, step.after(frame.value)))) {
                    Violation.require(
                            tried.size() < MAX_PLACES, "linearizability", "too many operations at once to decide");
                    long placed = frame.placed + (step.ended() == Long.MAX_VALUE ? 0 : 1);
                    best = Math.max(best, placed);
                    stack.add(new Frame(done, step.after(frame.value), placed));
                    return true;
                }
            }
            return false;
        }

        private long earliestEnd(Frame frame) {
            long earliest = Long.MAX_VALUE;
            for (int at = frame.done.nextClearBit(0);
                    at < steps.size() && steps.get(at).begun() < earliest;
                    at = frame.done.nextClearBit(at + 1)) {
                earliest = Math.min(earliest, steps.get(at).ended());
            }
            return earliest;
        }
    }
}
