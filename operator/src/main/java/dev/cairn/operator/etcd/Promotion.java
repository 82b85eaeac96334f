// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.etcd;

/** What became of an attempt to make a learner a voter. */
public enum Promotion {
    /** It votes now. */
    PROMOTED,
    /** It voted already: an earlier attempt got through. */
    ALREADY_VOTER,
    /** It has not caught up with the leader: ask again later. */
    NOT_IN_SYNC
}
