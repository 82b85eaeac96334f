// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft;

/** A single membership change (v1 form, the only one that etcd proposes). {@code id} names the waiting proposer. */
public record ConfChange(long id, ConfChangeType type, long nodeId, byte[] context) {
    public ConfChangeV2 toV2() {
        return new ConfChangeV2(
                ConfChangeV2.Transition.AUTO, java.util.List.of(new ConfChangeV2.Single(type, nodeId)), context);
    }
}
