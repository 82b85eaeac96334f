// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft;

/** Volatile state worth telling: the leader's id (0 = unknown) and the own role. */
public record SoftState(long leader, RoleName role) {}
