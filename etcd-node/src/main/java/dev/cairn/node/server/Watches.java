// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server;

import dev.cairn.node.wire.etcdserverpb.WatchRequest;
import dev.cairn.node.wire.splice.Encoded;

/** The watch service. */
public interface Watches {
    /** Opens a stream; the sink is the transport's side of it. */
    Stream open(Caller caller, Sink sink);

    /** Our side of a stream. One caller at a time. */
    interface Stream {
        void request(WatchRequest request);

        /** The transport can take more. */
        void ready();

        /** The client went away: nothing is sent after this returns. */
        void close();
    }

    /** The transport's side. {@code send} never blocks; callers respect {@code isReady} for anything with events. */
    interface Sink {
        boolean isReady();

        void send(Encoded watchResponse);

        /** Ends the stream with an error. */
        void fail(RuntimeException error);
    }
}
