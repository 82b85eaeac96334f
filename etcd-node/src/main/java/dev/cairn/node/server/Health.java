// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server;

import dev.cairn.node.wire.etcdserverpb.AlarmMember;
import java.util.List;

/** What probes and version endpoints ask; none of it blocks. */
public interface Health {
    /** Known to have a leader now. */
    boolean hasLeader();

    boolean isLearner();

    List<AlarmMember> alarms();

    /** The version that this member reports, such as 3.7.1. */
    String serverVersion();

    /** major.minor.0, or null before it was decided. */
    String clusterVersion();

    /** major.minor.0, or null where there is none. */
    String storageVersion();

    long clusterId();

    long memberId();

    /** Completes once a read that the quorum confirmed has been served; fails with etcd's error text. */
    void linearizableRead(Reply<Void> reply);

    /** Completes once a local read has been served. */
    void serializableRead(Reply<Void> reply);
}
