// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.storage;

/**
 * A durable, ordered map per {@link Bucket}. It keeps no log of its own: what was committed but not flushed is lost by a
 * crash, as a whole suffix of commits, and comes back from the Raft log. Reads may come from any thread; write
 * transactions from one thread at a time. Every failure is a {@link BackendException} and final: the process must end.
 */
public interface Backend extends AutoCloseable {
    /** A consistent view of all commits so far; close it soon, it pins old data. */
    ReadTx read();

    /** The latest committed value, or null. */
    byte[] get(Bucket bucket, byte[] key);

    /** The latest committed values, in the order of the keys; null where there is none. */
    java.util.List<byte[]> multiGet(Bucket bucket, java.util.List<byte[]> keys);

    /** A new batch. */
    WriteTx begin();

    /**
     * Fills a bucket that is empty from records in the order of their keys, with less work for disk and processor than
     * commits are. Durable on return; a failure before may leave a part of the records.
     */
    void load(Bucket bucket, Cursor records);

    /** Makes everything committed before the call durable, all buckets at one point. Returns when it is. */
    void flush();

    /** The value as of the last flush, or null: what a crash now would leave. */
    byte[] getFlushed(Bucket bucket, byte[] key);

    /** Bytes on disk and in memory tables, live or not. */
    long sizeBytes();

    /** Bytes committed since the last flush. */
    long unflushedBytes();

    /** Gives space of deleted records back to the file system; reads and writes go on. */
    void reclaim();

    @Override
    void close();
}
