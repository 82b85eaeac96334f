// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import dev.cairn.node.apply.SlowRequests;
import dev.cairn.node.figures.Figures;
import dev.cairn.node.server.ForwardedReply;
import dev.cairn.node.server.Reply;
import java.util.function.LongSupplier;

/** By which clock requests are timed, where that is counted, and who hears of those that were slow. */
public record Stopwatch(LongSupplier nanos, Figures figures, SlowRequests slow) {
    /** Requests that take longer than {@code slowNanos} are logged. */
    public static Stopwatch warning(long slowNanos, LongSupplier nanos, Figures figures) {
        return new Stopwatch(
                nanos, figures, new SlowRequests(slowNanos, figures.apply().slow()));
    }

    public long now() {
        return nanos.getAsLong();
    }

    /** The reply to a request that comes in now; how long its answer took is counted under {@code kind}. */
    public <T> Reply<T> timed(String kind, Reply<T> reply) {
        return new Timed<>(kind, now(), reply, this);
    }

    private static final class Timed<T> extends ForwardedReply<T> {
        private final String kind;
        private final long began;
        private final Reply<T> reply;
        private final Stopwatch timing;

        Timed(String kind, long began, Reply<T> reply, Stopwatch timing) {
            super(reply);
            this.kind = kind;
            this.began = began;
            this.reply = reply;
            this.timing = timing;
        }

        private void ended(boolean success) {
            timing.figures.requests().durations().observeNanos(kind, success, timing.now() - began);
        }

        @Override
        public void done(T answer) {
            ended(true);
            reply.done(answer);
        }

        @Override
        public void doneHere(T answer) {
            ended(true);
            reply.doneHere(answer);
        }

        @Override
        public void failed(RuntimeException error) {
            ended(false);
            super.failed(error);
        }
    }
}
