// SPDX-License-Identifier: Apache-2.0
/**
 * Reading: ranges with etcd's semantics over one index, the records behind them, and the recent indexes and records kept
 * in memory for it. Imports {@code mvcc.index}, {@code storage} and {@code wire}. Start at
 * {@link dev.cairn.node.mvcc.read.ReadView}.
 */
package dev.cairn.node.mvcc.read;
