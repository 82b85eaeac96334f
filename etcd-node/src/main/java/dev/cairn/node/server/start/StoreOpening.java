// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.start;

import dev.cairn.node.apply.Features;
import dev.cairn.node.lease.LessorSettings;
import dev.cairn.node.mvcc.MvccOptions;
import dev.cairn.node.mvcc.StoreLoader;
import dev.cairn.node.server.MemoryBudget;
import dev.cairn.node.server.ServerConfig;
import dev.cairn.node.storage.Backend;

/** The features over a store, as this member is configured and within its memory. */
public record StoreOpening(ServerConfig config, MemoryBudget memory) {
    /** Reads what has to be in memory from the store. */
    public Features open(Backend backend) {
        return open(backend, StoreLoader.of(backend));
    }

    /** As above, where the records of bucket key have just gone by. */
    Features open(Backend backend, StoreLoader records) {
        long minTtl = LessorSettings.minTtlSeconds(config.electionTicks(), config.heartbeatNanos());
        return Features.open(
                backend,
                new LessorSettings(
                        minTtl,
                        config.leaseCheckpoints().everySeconds(),
                        config.leaseCheckpoints().persisted()),
                config.maxLearners(),
                MvccOptions.defaults()
                        .withMemory(memory.indexBytes(), memory.recentBytes())
                        .withLeaseInKeysOnly(!config.serverVersion().startsWith("3.7.")),
                records);
    }
}
