// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.client;

import io.grpc.CallOptions;
import io.grpc.Deadline;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How long calls may take in all, counted from when this was made. */
public final class Patience {
    private static final Patience UNLIMITED = new Patience(null);

    private final Deadline deadline;

    private Patience(Deadline deadline) {
        this.deadline = deadline;
    }

    public static Patience of(Duration duration) {
        return new Patience(Deadline.after(duration.toNanos(), TimeUnit.NANOSECONDS));
    }

    public static Patience unlimited() {
        return UNLIMITED;
    }

    boolean isOver() {
        return deadline != null && deadline.isExpired();
    }

    CallOptions limit(CallOptions options) {
        return deadline == null ? options : options.withDeadline(deadline);
    }
}
