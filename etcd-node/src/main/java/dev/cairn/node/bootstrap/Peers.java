// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import dev.cairn.node.figures.PeerFigures;
import dev.cairn.node.peer.HttpPeerClient;
import dev.cairn.node.peer.HttpPeerTransport;
import dev.cairn.node.peer.PeerListener;
import dev.cairn.node.peer.net.PeerLoops;
import dev.cairn.node.peer.net.PeerRuntime;
import dev.cairn.node.peer.net.PeerSettings;
import dev.cairn.node.server.PeerClient;
import dev.cairn.node.server.PeerEvents;
import dev.cairn.node.server.PeerRequests;
import dev.cairn.node.server.PeerTransport;
import dev.cairn.node.wire.EtcdUrl;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The peers' side of the process: the transport out, a listener per URL in, and the client for single questions. */
final class Peers implements AutoCloseable {
    private final NodeConfig config;
    private final PeerSettings settings;
    private final PeerLoops loops;
    private final PeerRuntime runtime;
    private final HttpPeerClient client;
    private final List<PeerListener> listeners = new ArrayList<>();
    private HttpPeerTransport transport;

    Peers(NodeConfig config, Tls tls, ProcessThreads threads, PeerFigures figures) {
        this.config = config;
        Duration election = Duration.ofNanos(config.server().electionTimeoutNanos());
        this.settings = new PeerSettings(
                config.server().serverVersion(), config.server().peerUrls(), election.plusSeconds(1));
        this.loops = PeerLoops.open("peer", 1, threads.bulkThreads());
        this.runtime = new PeerRuntime(
                loops,
                threads.blocking(),
                threads.bulk(),
                System::nanoTime,
                InstantSource.system(),
                LockSupport::parkNanos,
                tls.peer(),
                figures);
        this.client = new HttpPeerClient(
                settings, runtime, Duration.ofNanos(config.server().requestTimeoutNanos()));
    }

    PeerTransport transport(PeerEvents member) {
        transport = new HttpPeerTransport(settings, runtime, member);
        return transport;
    }

    PeerClient client() {
        return client;
    }

    void listen(PeerRequests member) {
        for (EtcdUrl url : config.listenPeerUrls()) {
            listeners.add(PeerListener.start(url.toString(), transport, member, runtime));
        }
    }

    @Override
    public void close() {
        listeners.forEach(PeerListener::close);
        client.close();
        loops.close();
    }
}
