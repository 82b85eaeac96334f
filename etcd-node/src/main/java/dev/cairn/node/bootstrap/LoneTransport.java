// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import dev.cairn.node.raft.Message;
import dev.cairn.node.server.Maintenance;
import dev.cairn.node.server.PeerTransport;
import java.util.List;

final class LoneTransport implements PeerTransport {
    public void send(List<Message> messages) {}

    public void sendSnapshot(Message.Snap message, Maintenance.DbSnapshot image) {
        image.close();
    }

    public void addPeer(long id, List<String> peerUrls) {}

    public void removePeer(long id) {}

    public long activeSinceNanos(long id) {
        return 0;
    }

    public void close() {}
}
