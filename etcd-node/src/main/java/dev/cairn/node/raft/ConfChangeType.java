// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft;

/** One change of one member. Ordinals are the numbers on the wire. */
public enum ConfChangeType {
    ADD_NODE,
    REMOVE_NODE,
    UPDATE_NODE,
    ADD_LEARNER_NODE
}
