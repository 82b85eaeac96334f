// SPDX-License-Identifier: Apache-2.0
/**
 * The key index in memory: an ordered persistent tree of keys with counts of live ones, one writer, any number of
 * readers. Knows keys, revisions and sizes, no values. Imports nothing of ours. Start at
 * {@link dev.cairn.node.mvcc.index.KeyTree}.
 */
package dev.cairn.node.mvcc.index;
