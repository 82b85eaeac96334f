// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.check;

/** One call from its beginning to its answer, in the order of a counter over the whole run. */
public final class Operation {
    /** What is known about a call's effect. */
    public enum Outcome {
        /** No answer, or one that says nothing about the effect. */
        UNKNOWN,
        ANSWERED,
        /** Refused: it has no effect. */
        REFUSED
    }

    private final int client;
    /** The process that was asked: a member and its life. */
    private final String process;

    private final Call call;
    private final long begun;
    private long ended = Long.MAX_VALUE;
    private Outcome outcome = Outcome.UNKNOWN;
    private Answer answer;

    Operation(int client, String process, Call call, long begun) {
        this.client = client;
        this.process = process;
        this.call = call;
        this.begun = begun;
    }

    void answered(Answer newAnswer, long at) {
        answer = newAnswer;
        outcome = Outcome.ANSWERED;
        ended = at;
    }

    void refused(long at) {
        outcome = Outcome.REFUSED;
        ended = at;
    }

    public Call call() {
        return call;
    }

    public String process() {
        return process;
    }

    public long begun() {
        return begun;
    }

    public long ended() {
        return ended;
    }

    public Answer answer() {
        return answer;
    }

    public boolean isAnswered() {
        return outcome == Outcome.ANSWERED;
    }

    public boolean isRefused() {
        return outcome == Outcome.REFUSED;
    }

    public boolean isUnknown() {
        return outcome == Outcome.UNKNOWN;
    }

    @Override
    public String toString() {
        return "client " + client + " at " + process + " " + call + " [" + begun + ","
                + (ended == Long.MAX_VALUE ? "" : ended) + "] " + outcome + " " + (answer == null ? "" : answer);
    }
}
