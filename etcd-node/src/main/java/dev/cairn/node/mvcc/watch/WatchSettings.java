// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.watch;

/**
 * @param ringBytes how much of the recent past is kept in memory, about
 * @param fragmentBytes a response of this size or more is split for those who asked for fragments
 * @param progressIntervalNanos how long a watcher that asked for progress stays without any response, about
 */
public record WatchSettings(long ringBytes, int fragmentBytes, long progressIntervalNanos) {
    /** Etcd's allowance for what gRPC and the protocol put around a request. */
    private static final int OVERHEAD_BYTES = 512 * 1024;

    public static WatchSettings of(long ringBytes, int maxRequestBytes, long progressIntervalNanos) {
        return new WatchSettings(ringBytes, maxRequestBytes + OVERHEAD_BYTES, progressIntervalNanos);
    }
}
