// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.etcd;

/**
 * One member's answers. Every call goes to the member this was connected to and to no other, and either answers within
 * the connector's deadline or throws {@link EtcdFailure}.
 */
public interface EtcdAdmin {
    /** The members as a quorum agrees on them (a linearizable read): fails where there is no quorum. */
    MemberList members();

    /** What this member says about itself; needs no quorum. */
    EndpointStatus status();

    /** Adds a learner that announces the peer URL. Returns its member ID. */
    long addLearner(String peerUrl);

    /** Makes a learner a voter, if etcd finds it in sync. */
    Promotion promote(long memberId);

    /** Removes a member for good. A member that is no longer there counts as removed. */
    void remove(long memberId);

    /** Hands leadership over. Only the leader can. */
    void moveLeader(long toMemberId);

    /** Compacts history up to a revision; returns once space is free. Compacted already counts as compacted. */
    void compact(long revision);

    /** Gives back what this member does not use. */
    void defragment();

    /** Takes an alarm back. */
    void disarm(RaisedAlarm alarm);

    /** Tells the cluster that it goes down to an earlier minor version. Told already counts as told. */
    void enableDowngrade(String version);

    /** Tells the cluster that it does not go down. One that is not about to counts as told. */
    void cancelDowngrade();

    /** A linearizable read. Returns the revision at which it was answered, which this member has applied. */
    long read();

    /** How many keys there were at a revision, by a linearizable read. */
    long keysAt(long revision);

    /** Digest of all keys up to a revision; 0 means the newest. */
    HashKv hashKv(long revision);
}
