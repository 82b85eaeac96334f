// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.start;

import dev.cairn.node.storage.Backend;
import java.nio.file.Path;
import java.util.function.Predicate;

/** How the store in a directory is opened: RocksDB's in a process, one in memory in a simulation. */
public interface Stores {
    /** The store that lies there, an empty one where there is none. */
    Backend open(Path directory);

    /** Throws where a store has lost its end and what is left does not satisfy {@code reaches}; changes nothing. */
    void requireReach(Path directory, Predicate<Backend> reaches);
}
