// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer.net;

import dev.cairn.node.figures.PeerFigures;
import dev.cairn.node.tls.ReloadingTls;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * What the peer port is lent.
 *
 * @param loops threads for connections
 * @param blocking runs what may block
 * @param bulk runs what moves whole images
 * @param nanoClock a clock that never goes back, the same as the server's
 * @param wallClock the time of day
 * @param rest keeps the calling thread for so many nanoseconds
 * @param tls null where peers speak plain
 * @param figures what is counted of each peer
 */
public record PeerRuntime(
        PeerLoops loops,
        Executor blocking,
        Executor bulk,
        LongSupplier nanoClock,
        InstantSource wallClock,
        LongConsumer rest,
        ReloadingTls tls,
        PeerFigures figures) {}
