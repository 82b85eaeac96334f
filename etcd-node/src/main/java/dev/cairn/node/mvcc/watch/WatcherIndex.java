// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.watch;

import com.google.protobuf.ByteString;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Finds who watches a key: watchers of single keys by hash, those of ranges in a tree. Not for several threads. */
final class WatcherIndex {
    private final Map<ByteString, Set<Watcher>> byKey = new HashMap<>();
    private final IntervalTree<Watcher> ranges = new IntervalTree<>();

    void add(Watcher watcher) {
        if (watcher.range.isSingleKey()) {
            byKey.computeIfAbsent(watcher.range.from(), key -> new LinkedHashSet<>())
                    .add(watcher);
        } else {
            ranges.add(watcher.range, watcher);
        }
    }

    void remove(Watcher watcher) {
        if (!watcher.range.isSingleKey()) {
            ranges.remove(watcher.range, watcher);
            return;
        }
        Set<Watcher> watchers = byKey.get(watcher.range.from());
        if (watchers != null && watchers.remove(watcher) && watchers.isEmpty()) {
            byKey.remove(watcher.range.from());
        }
    }

    void forEachWatching(ByteString key, Consumer<Watcher> action) {
        Set<Watcher> watchers = byKey.get(key);
        if (watchers != null) {
            watchers.forEach(action);
        }
        ranges.forEachHolding(key, action);
    }
}
