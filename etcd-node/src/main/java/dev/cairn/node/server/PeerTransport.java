// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server;

import dev.cairn.node.raft.Message;
import java.util.List;

/**
 * Carries raft messages to the other members. Does not block: what does not fit a bounded queue is dropped and reported
 * through {@link PeerEvents#unreachable}; raft tolerates loss, duplication and reordering.
 */
public interface PeerTransport extends AutoCloseable {
    void send(List<Message> messages);

    /**
     * Sends MsgSnap with the image behind it, and closes the image; the outcome goes to {@link PeerEvents#snapshotSent}.
     * Blocks, where the others do not, for as long as it takes.
     */
    void sendSnapshot(Message.Snap message, Maintenance.DbSnapshot image);

    /** Opens streams to a member; a known id gets new URLs. */
    void addPeer(long id, List<String> peerUrls);

    void removePeer(long id);

    /** Since when (same clock as the server's) a connection to the member has been up; 0 if there is none. */
    long activeSinceNanos(long id);

    @Override
    void close();
}
