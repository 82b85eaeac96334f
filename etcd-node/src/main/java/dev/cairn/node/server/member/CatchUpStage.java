// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.member;

import dev.cairn.node.mvcc.watch.WatchHub;
import dev.cairn.node.server.stage.Stage;

/** Serves watchers that are behind, beside the writes. */
final class CatchUpStage implements Stage {
    private final WatchHub hub;

    CatchUpStage(WatchHub hub) {
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
