// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer;

import dev.cairn.node.figures.PeerFigures;
import java.util.function.LongSupplier;

/** One image on its way to or from another member: counted as under way until it is closed, then by how it ended. */
final class ImageTransfer implements AutoCloseable {
    private final PeerFigures.Images figures;
    private final String member;
    private final LongSupplier nanos;
    private final long beganNanos;
    private boolean success;

    ImageTransfer(PeerFigures.Images figures, String member, LongSupplier nanos) {
        this.figures = figures;
        this.member = member;
        this.nanos = nanos;
        this.beganNanos = nanos.getAsLong();
        figures.underWay().of(member).increment();
    }

    void succeeded() {
        success = true;
    }

    @Override
    public void close() {
        figures.underWay().of(member).decrement();
        if (success) {
            figures.successes().of(member).increment();
            figures.durations().of(member).observeNanos(nanos.getAsLong() - beganNanos);
        } else {
            figures.failures().of(member).increment();
        }
    }
}
