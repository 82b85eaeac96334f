// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import dev.cairn.node.server.PeerClient;
import dev.cairn.node.server.PeerTransport;
import dev.cairn.node.server.member.EtcdServer;

/** The peers' side of the process: transport out, listeners in. */
final class Peers implements AutoCloseable {
    Peers(NodeConfig config, Tls tls, ProcessThreads threads) {}

    PeerTransport transport(EtcdServer server) {
        return new LoneTransport();
    }

    PeerClient client() {
        return null;
    }

    void listen(EtcdServer server, Runnable onRemoved) {}

    @Override
    public void close() {}
}
