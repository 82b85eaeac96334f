// SPDX-License-Identifier: Apache-2.0
/**
 * The multi-version key space: every change is a stored record under its {@link dev.cairn.node.mvcc.Revision}; an index
 * in memory finds the record of a key at a revision. Imports {@code storage}, {@code wire}, {@code mvcc.index} and
 * {@code mvcc.read}. Start at {@link dev.cairn.node.mvcc.MvccStore}.
 */
package dev.cairn.node.mvcc;
