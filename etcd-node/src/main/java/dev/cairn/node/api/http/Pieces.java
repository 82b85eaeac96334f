// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.http;

/**
 * A body that is made as its connection takes it, so that it is never there as a whole. Used by one event loop, which
 * closes it when the last piece is written or the connection is gone.
 */
public interface Pieces extends AutoCloseable {
    /** Of all pieces together. */
    long sizeBytes();

    /** The next piece, at most {@code maxBytes} long; null behind the last one. */
    byte[] next(int maxBytes);

    @Override
    void close();
}
