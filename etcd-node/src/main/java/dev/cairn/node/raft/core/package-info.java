// SPDX-License-Identifier: Apache-2.0
/**
 * The state machine of one member: {@code RaftNode} is its only way in and out. Inside, {@code Core} holds the state,
 * {@code Role} what belongs to a role, and each concern has a file: {@code Admission} (terms), {@code Elections}, {@code
 * Following}, {@code Replication} and {@code Acknowledgements} (a leader's appends and their answers), {@code Proposals},
 * {@code Reads}, {@code Transfers}, {@code Reconfiguration}, {@code Readies}. Imports {@code raft} and its other sub-packages
 * only.
 */
package dev.cairn.node.raft.core;
