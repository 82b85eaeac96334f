// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server;

import dev.cairn.node.raft.Message;
import java.io.IOException;
import java.io.InputStream;

/** What the peer transport tells the member, and asks of it. Called from the transport's threads. */
public interface PeerEvents {
    /** A message came in; never blocks, drops when the inbox is full. */
    void received(Message message);

    /** MsgSnap came in with its image behind it: saves the image durably, then steps the message. Blocks. */
    void receivedSnapshot(Message.Snap message, InputStream image) throws IOException;

    void unreachable(long id);

    void snapshotSent(long id, boolean success);

    /** The member was removed from the cluster for good: its requests are answered 410 or 403. */
    boolean isRemoved(long id);

    /** The other side says that this member was removed: it stops itself. */
    void removedByPeer(long fromId);

    long clusterId();

    long memberId();

    /** The members as etcd's JSON array, for GET /members. */
    String membersJson();
}
