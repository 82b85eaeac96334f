// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.service;

import dev.cairn.node.mvcc.watch.WatchHub;
import dev.cairn.node.mvcc.watch.WatchSink;
import dev.cairn.node.mvcc.watch.WatchStream;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Watches;
import dev.cairn.node.server.stage.Authorization;
import dev.cairn.node.wire.splice.Encoded;

/** The watch hub behind the port that the API knows. */
public final class HubWatches implements Watches {
    private final WatchHub hub;
    private final Authorization authorization;

    public HubWatches(WatchHub hub, Authorization authorization) {
        this.hub = hub;
        this.authorization = authorization;
    }

    @Override
    public Stream open(Caller caller, Sink sink) {
        WatchStream stream = hub.open(new WatchSink() {
            @Override
            public boolean isReady() {
                return sink.isReady();
            }

            @Override
            public void send(Encoded response) {
                sink.send(response);
            }
        });
        return new PermittedWatches(stream, authorization, caller, sink);
    }
}
