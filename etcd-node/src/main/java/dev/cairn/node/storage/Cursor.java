// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.storage;

/** A walk over records. {@code key} and {@code value} belong to the caller once returned. */
public interface Cursor extends AutoCloseable {
    /** Steps to the next record, to the first at the first call; false at the end. */
    boolean next();

    byte[] key();

    byte[] value();

    /** The value's length; a store that knows it without copying the value answers faster. */
    default int valueBytes() {
        return value().length;
    }

    @Override
    void close();
}
