// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.load;

import dev.cairn.node.server.Reply;
import dev.cairn.node.sim.cluster.SimMember;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * One question to a member's process. Ends once: with an answer, with an error, or with null for both when the process
 * ended first or the client lost patience.
 *
 * @param <T> the answer
 */
final class Asked<T> implements Reply<T> {
    private final SimMember member;
    private final BiConsumer<T, RuntimeException> end;
    private final Runnable lost = () -> end(null, null);
    private boolean ended;

    private Asked(SimMember member, BiConsumer<T, RuntimeException> end) {
        this.member = member;
        this.end = end;
    }

    static <T> void ask(
            Clients clients, SimMember member, Consumer<Reply<T>> question, BiConsumer<T, RuntimeException> end) {
        ask(clients, member, Clients.PATIENCE_MILLIS, question, end);
    }

    static <T> void ask(
            Clients clients,
            SimMember member,
            long patienceMillis,
            Consumer<Reply<T>> question,
            BiConsumer<T, RuntimeException> end) {
        Asked<T> asked = new Asked<>(member, end);
        member.onEnd(asked.lost);
        clients.later(patienceMillis, asked.lost);
        member.act(() -> question.accept(asked));
    }

    @Override
    public void done(T answer) {
        end(answer, null);
    }

    @Override
    public void failed(RuntimeException error) {
        end(null, error);
    }

    private void end(T answer, RuntimeException error) {
        if (!ended) {
            ended = true;
            member.forgetEnd(lost);
            try {
                end.accept(answer, error);
            } catch (RuntimeException broken) {
                throw new AssertionError("a client failed: " + broken, broken);
            }
        }
    }
}
