// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer.net;

import dev.cairn.node.tls.ReloadingTls;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * What the peer port is lent: threads for connections, threads that may block, others for
 * whole images, clocks (the monotonic one the same as the
 * server's), and TLS, null where peers speak plain.
 */
public record PeerRuntime(
        PeerLoops loops,
        Executor blocking,
        Executor bulk,
        LongSupplier nanoClock,
        InstantSource wallClock,
        ReloadingTls tls) {}
