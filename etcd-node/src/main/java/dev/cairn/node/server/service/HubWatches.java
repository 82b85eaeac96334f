// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.service;

import dev.cairn.node.mvcc.watch.WatchHub;
import dev.cairn.node.mvcc.watch.WatchSink;
import dev.cairn.node.mvcc.watch.WatchStream;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Watches;
import dev.cairn.node.wire.etcdserverpb.WatchRequest;
import dev.cairn.node.wire.splice.Encoded;

/** The watch hub behind the port that the API knows. */
public final class HubWatches implements Watches {
    private final WatchHub hub;

    public HubWatches(WatchHub hub) {
        this.hub = hub;
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
        return new Stream() {
            @Override
            public void request(WatchRequest request) {
                switch (request.getRequestUnionCase()) {
                    case CREATE_REQUEST -> stream.create(request.getCreateRequest());
                    case CANCEL_REQUEST ->
                        stream.cancel(request.getCancelRequest().getWatchId());
                    case PROGRESS_REQUEST -> stream.progress();
                    case REQUESTUNION_NOT_SET -> {}
                }
            }

            @Override
            public void ready() {
                stream.ready();
            }

            @Override
            public void close() {
                stream.close();
            }
        };
    }
}
