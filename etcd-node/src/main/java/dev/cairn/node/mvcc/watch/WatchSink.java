// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.watch;

import dev.cairn.node.wire.splice.Encoded;

/**
 * The transport's side of a watch stream. Called by one thread at a time, but by several; never blocks. Calls come with
 * the hub's lock held, so a sink must not wait for anybody who could be calling the hub.
 */
public interface WatchSink {
    /** False while the connection has enough to send. Events wait for true, and {@link WatchStream#ready} tells of it. */
    boolean isReady();

    /** A WatchResponse. Answers to requests come whether ready or not. Throwing ends the stream. */
    void send(Encoded response);
}
