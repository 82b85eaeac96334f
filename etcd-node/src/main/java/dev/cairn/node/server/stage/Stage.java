// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

/**
 * One step of the way of a write, as an object: production lends it a thread, a simulation calls it in turn. Everything
 * a stage owns is touched from {@link #runOnce} only; others reach it through its inbox.
 */
public interface Stage {
    String name();

    /** Works off what is waiting now, in one batch; false when there was nothing to do. Never waits. */
    boolean runOnce();

    /** Called once by the thread's owner: {@code wake} makes a waiting thread call {@link #runOnce} again. */
    void onWork(Runnable wake);
}
