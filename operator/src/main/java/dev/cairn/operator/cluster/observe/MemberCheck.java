// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.observe;

/**
 * What a member shows of itself that was remade, beyond its pod and its status.
 *
 * @param reads it has answered a linearizable read: it has applied whatever the leader had committed by then
 * @param data whether its keys are those of another member
 * @param words what was found, for people; empty where nothing is wrong
 */
public record MemberCheck(String member, boolean reads, Data data, String words) {

    /** A member's keys, compared at one revision. */
    public enum Data {
        /** The hashes are equal. */
        SAME,
        /** They are not. */
        DIFFERS,
        /** They could not be compared: not both could be had at one revision. */
        UNKNOWN,
        /** There is nobody to compare with. */
        ALONE,
        /** Authentication is on, and the operator may not ask for hashes. */
        FORBIDDEN
    }
}
