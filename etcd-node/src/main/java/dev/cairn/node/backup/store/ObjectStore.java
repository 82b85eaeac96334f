// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.backup.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One bucket. A put is all or nothing, metadata included; a list sees every put and delete that returned before it.
 * Metadata is a few short ASCII texts; S3 allows 2 KB altogether.
 */
public interface ObjectStore extends AutoCloseable {
    void put(String key, Path file, Map<String, String> metadata);

    /** Into a new file; returns the metadata. {@link AgentException} NOT_FOUND if there is no such object. */
    Map<String, String> get(String key, Path file);

    /** An object's metadata alone. {@link AgentException} NOT_FOUND if there is no such object. */
    Map<String, String> metadata(String key);

    /**
     * Ends uploads in parts below a prefix that were begun before this time and never completed; returns their keys. An
     * object that is there is never touched.
     */
    List<String> abortUploads(String prefix, Instant begunBefore);

    /** Keys below a prefix, ascending. */
    List<String> list(String prefix);

    /** No error if there is no such object. */
    void delete(String key);

    @Override
    void close();
}
