// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server;

/** A reply in front of another: all but the answer is for that one to say, a failure goes straight through. */
public abstract class ForwardedReply<T> implements Reply<T> {
    private final Reply<?> to;

    protected ForwardedReply(Reply<?> to) {
        this.to = to;
    }

    @Override
    public void failed(RuntimeException error) {
        to.failed(error);
    }

    @Override
    public boolean hasRoomFor(long bytes) {
        return to.hasRoomFor(bytes);
    }

    @Override
    public void whenGone(Runnable gone) {
        to.whenGone(gone);
    }

    @Override
    public Object client() {
        return to.client();
    }
}
