// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server;

/** Where an answer goes. Called exactly once, from any thread; must not block. */
public interface Reply<T> {
    void done(T answer);

    /** As {@link #done}, by a thread that waits for nothing else: the answer may be encoded on it, however large it is. */
    default void doneHere(T answer) {
        done(answer);
    }

    /** An {@link dev.cairn.node.wire.EtcdException} is an answer with an etcd error text; anything else is a fault. */
    void failed(RuntimeException error);

    /**
     * Asked before so many bytes more are read for the answer: whoever has to send it may have no room for them. They
     * count until the answer is sent.
     */
    default boolean hasRoomFor(long bytes) {
        return true;
    }

    /** {@code gone} is run once, from any thread, when nobody waits for the answer any more. */
    default void whenGone(Runnable gone) {}

    /** Whose it is: who asks a lot waits for himself and not for others. Equal for one client's replies. */
    default Object client() {
        return this;
    }
}
