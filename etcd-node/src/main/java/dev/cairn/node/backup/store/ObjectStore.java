// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.backup.store;

import java.nio.file.Path;
import java.util.List;

/** One bucket. A put is all or nothing; a list sees every put and delete that returned before it. */
public interface ObjectStore extends AutoCloseable {
    void put(String key, Path file);

    void put(String key, byte[] content);

    /** Into a new file. {@link AgentException} NOT_FOUND if there is no such object. */
    void get(String key, Path file);

    byte[] get(String key);

    /** Keys below a prefix, ascending. */
    List<String> list(String prefix);

    /** No error if there is no such object. */
    void delete(String key);

    @Override
    void close();
}
