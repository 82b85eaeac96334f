// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import dev.cairn.node.server.Health;
import dev.cairn.node.wire.EtcdError;
import io.grpc.Metadata;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The open streams that end only when somebody ends them. Clients that asked for a leader ({@code hasleader}) are sent
 * elsewhere when this member has known none for three election timeouts; all are when it stops. Time comes as raft
 * ticks.
 */
final class LiveStreams {
    private static final int PATIENCE_ELECTIONS = 3;

    private final Health health;
    private final int patienceTicks;
    private final Map<SerializedCall<?, ?>, Kind> calls = new IdentityHashMap<>();
    private int leaderlessTicks;
    private boolean stopping;

    enum Kind {
        WANTS_LEADER,
        PATIENT
    }

    LiveStreams(Health health, int electionTicks) {
        this.health = health;
        this.patienceTicks = PATIENCE_ELECTIONS * electionTicks;
    }

    void add(SerializedCall<?, ?> call, Kind kind) {
        synchronized (this) {
            if (!stopping) {
                calls.put(call, kind);
                return;
            }
        }
        end(List.of(call), EtcdError.STOPPED);
    }

    synchronized void remove(SerializedCall<?, ?> call) {
        calls.remove(call);
    }

    void onTick() {
        if (leaderlessForTooLong()) {
            end(take(kind -> kind == Kind.WANTS_LEADER), EtcdError.NO_LEADER);
        }
    }

    /** Ends every stream, also those that come later. */
    void stop() {
        synchronized (this) {
            stopping = true;
        }
        end(take(kind -> true), EtcdError.STOPPED);
    }

    private synchronized boolean leaderlessForTooLong() {
        leaderlessTicks = health.hasLeader() ? 0 : Math.min(leaderlessTicks + 1, patienceTicks);
        return leaderlessTicks >= patienceTicks;
    }

    private synchronized List<SerializedCall<?, ?>> take(Predicate<Kind> wanted) {
        List<SerializedCall<?, ?>> taken = new ArrayList<>();
        calls.forEach((call, kind) -> {
            if (wanted.test(kind)) {
                taken.add(call);
            }
        });
        taken.forEach(calls::remove);
        return taken;
    }

    private static void end(List<SerializedCall<?, ?>> ending, EtcdError why) {
        for (SerializedCall<?, ?> call : ending) {
            call.close(ErrorStatus.of(why), new Metadata());
        }
    }
}
