// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import dev.cairn.node.mvcc.watch.WatchHub;

/** Serves watchers that are behind, beside the writes. */
public final class CatchUpStage implements Stage {
    private final WatchHub hub;

    public CatchUpStage(WatchHub hub) {
        this.hub = hub;
    }

    @Override
    public String name() {
        return "watch-catch-up";
    }

    @Override
    public void onWork(Runnable wake) {
        hub.catchUp().onWork(wake);
    }

    @Override
    public boolean runOnce() {
        return hub.catchUp().runOnce();
    }
}
