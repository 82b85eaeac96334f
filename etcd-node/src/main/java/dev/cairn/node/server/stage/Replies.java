// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import dev.cairn.node.server.ForwardedReply;
import dev.cairn.node.server.Reply;
import java.util.function.Consumer;
import java.util.function.Function;

/** Ways to continue from one reply to another; a failure goes straight through. */
public final class Replies {
    private Replies() {}

    public static <A, B> Reply<A> map(Reply<B> to, Function<A, B> mapping) {
        return then(to, answer -> to.done(mapping.apply(answer)));
    }

    /** Runs {@code next} with the answer; what it throws becomes the failure. */
    public static <A, B> Reply<A> then(Reply<B> to, Consumer<A> next) {
        return new ForwardedReply<>(to) {
            @Override
            public void done(A answer) {
                try {
                    next.accept(answer);
                } catch (RuntimeException e) {
                    to.failed(e);
                }
            }
        };
    }

    /** Runs {@code work}; what it throws becomes the failure. */
    public static void guard(Reply<?> to, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            to.failed(e);
        }
    }
}
