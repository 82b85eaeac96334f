// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.storage;

/** A consistent view. Not for use by several threads at once. */
public interface ReadTx extends AutoCloseable {
    byte[] get(Bucket bucket, byte[] key);

    /** Records with {@code from <= key < to} in unsigned byte order; {@code to} null means to the end. */
    Cursor scan(Bucket bucket, byte[] from, byte[] to);

    @Override
    void close();
}
