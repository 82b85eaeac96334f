// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.tls;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandler;

/**
 * A handshake of a port with itself, in memory, and a byte each way. Java loads providers, draws its first random numbers
 * and fills the tables of its curves at the first one; without this a client would wait for that.
 */
final class Rehearsal {
    /** More than any handshake has flights. */
    private static final int MAX_ROUNDS = 20;

    private Rehearsal() {}

    /** True when the two came to an end. A certificate that is not for clients may be refused as one: that is no fault. */
    static boolean of(SslHandler server, SslHandler client) {
        EmbeddedChannel accepted = new EmbeddedChannel(server);
        EmbeddedChannel dialed = new EmbeddedChannel(client);
        try {
            exchange(dialed, accepted);
            if (!server.handshakeFuture().isSuccess()) {
                return false;
            }
            dialed.writeOutbound(Unpooled.wrappedBuffer(new byte[1]));
            accepted.writeOutbound(Unpooled.wrappedBuffer(new byte[1]));
            exchange(dialed, accepted);
            return true;
        } finally {
            dialed.finishAndReleaseAll();
            accepted.finishAndReleaseAll();
        }
    }

    private static void exchange(EmbeddedChannel one, EmbeddedChannel other) {
        for (int round = 0; round < MAX_ROUNDS; round++) {
            if (!pass(one, other) & !pass(other, one)) {
                return;
            }
        }
    }

    private static boolean pass(EmbeddedChannel from, EmbeddedChannel to) {
        from.runPendingTasks();
        boolean passed = false;
        for (Object record = from.readOutbound(); record != null; record = from.readOutbound()) {
            to.writeInbound(record);
            passed = true;
        }
        return passed;
    }
}
