// SPDX-License-Identifier: Apache-2.0
/**
 * Watches: every change goes, once and in order, to whoever watches its key. Watchers at the head (synced) are served on
 * the apply thread from memory; those behind it (unsynced, or victims of a slow connection) by {@link
 * dev.cairn.node.mvcc.watch.CatchUp} on a thread of its own, from a ring of recent revisions and behind that from the
 * store. Imports {@code mvcc} and {@code wire}. Start at {@link dev.cairn.node.mvcc.watch.WatchHub}.
 */
package dev.cairn.node.mvcc.watch;
