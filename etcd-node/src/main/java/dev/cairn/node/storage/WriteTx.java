// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.storage;

/** One atomic batch. Its reads see its own writes. Closing without {@link #commit} drops it. */
public interface WriteTx extends AutoCloseable {
    void put(Bucket bucket, byte[] key, byte[] value);

    void delete(Bucket bucket, byte[] key);

    byte[] get(Bucket bucket, byte[] key);

    /** Publishes the batch to readers, all or nothing. Durable only after the next {@link Backend#flush}. */
    void commit();

    @Override
    void close();
}
