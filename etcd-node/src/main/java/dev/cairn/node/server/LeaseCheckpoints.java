// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server;

/**
 * How the rest of long leases is told to all members, so that another leader does not begin with their whole time (etcd's
 * feature gates LeaseCheckpoint and LeaseCheckpointPersist).
 *
 * @param everySeconds of a lease that has longer than that; 0 is never
 * @param persisted whether it is stored also before the cluster is at 3.6, where it always is
 */
public record LeaseCheckpoints(long everySeconds, boolean persisted) {
    public static final LeaseCheckpoints NONE = new LeaseCheckpoints(0, false);
}
