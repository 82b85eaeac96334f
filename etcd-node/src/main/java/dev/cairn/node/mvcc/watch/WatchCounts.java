// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.watch;

/**
 * What metrics tell of watches. {@code unsynced} wait for the catch-up stage, {@code parked} for their connections.
 */
public record WatchCounts(int streams, int watchers, int unsynced, int parked, long eventsSent, long ringBytes) {}
