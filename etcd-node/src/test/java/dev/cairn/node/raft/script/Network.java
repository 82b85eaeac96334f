// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.script;

import dev.cairn.node.raft.StepOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Messages on their way, in the order in which they were sent. */
final class Network {
    /** A message and what its receiver does with it. */
    record Envelope(long to, View view, Supplier<StepOutcome> delivery) {}

    private List<Envelope> messages = new ArrayList<>();

    void send(Envelope envelope) {
        messages.add(envelope);
    }

    boolean hasMessagesFor(long id) {
        return messages.stream().anyMatch(envelope -> envelope.to() == id);
    }

    /** Takes out the messages to one member; an empty type means all. What storage sends to its core cannot be dropped. */
    List<Envelope> take(long to, String type, boolean drop) {
        List<Envelope> taken = new ArrayList<>();
        List<Envelope> rest = new ArrayList<>();
        for (Envelope envelope : messages) {
            boolean wanted = envelope.to() == to
                    && (type.isEmpty() || envelope.view().type().equals(type))
                    && !(drop && envelope.view().isLocal());
            (wanted ? taken : rest).add(envelope);
        }
        messages = rest;
        return taken;
    }
}
