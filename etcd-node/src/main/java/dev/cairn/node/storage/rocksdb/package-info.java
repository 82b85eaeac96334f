// SPDX-License-Identifier: Apache-2.0
/**
 * The store on RocksDB: the only place that knows it. Implements the ports of {@code storage} and imports nothing else
 * of ours. Start at {@link dev.cairn.node.storage.rocksdb.RocksDbBackend}.
 */
package dev.cairn.node.storage.rocksdb;
