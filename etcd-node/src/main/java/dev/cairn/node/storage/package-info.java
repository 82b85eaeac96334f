// SPDX-License-Identifier: Apache-2.0
/**
 * Ports to the durable store: {@link dev.cairn.node.storage.Backend} with atomic batches and snapshots over etcd's
 * buckets, the generations of a member's store and the identity of its directory. Imports {@code disk} only. The RocksDB
 * adapter lives in {@code storage.rocksdb}.
 */
package dev.cairn.node.storage;
