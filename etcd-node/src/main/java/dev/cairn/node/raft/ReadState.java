// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft;

/** The answer to a read-index request: state at or after {@code index} is linearizable for {@code context} (§6.4). */
public record ReadState(long index, byte[] context) {}
