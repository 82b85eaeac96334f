// SPDX-License-Identifier: Apache-2.0
/**
 * The multi-version key space: every change is a stored record under its {@link dev.cairn.node.mvcc.Revision}; an index
 * in memory finds the record of a key at a revision. Imports {@code storage}, {@code wire} and {@code mvcc.index}.
 * Start at {@link dev.cairn.node.mvcc.RevisionHistory} for what readers of changes see.
 */
package dev.cairn.node.mvcc;
