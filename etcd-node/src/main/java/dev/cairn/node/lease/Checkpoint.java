// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.lease;

/** What the leader tells the others is left of a lease; 0 clears an earlier one. */
public record Checkpoint(long id, long remainingTtlSeconds) {}
