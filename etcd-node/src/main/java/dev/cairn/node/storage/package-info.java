// SPDX-License-Identifier: Apache-2.0
/**
 * Ports to the durable store: {@link dev.cairn.node.storage.Backend} with atomic batches and snapshots over etcd's
 * buckets. Imports nothing of ours. The RocksDB adapter lives in {@code storage.rocksdb}.
 */
package dev.cairn.node.storage;
