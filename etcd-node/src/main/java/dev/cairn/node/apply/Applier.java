// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.apply;

import dev.cairn.node.wire.etcdserverpb.InternalRaftRequest;

/**
 * Applies one request of the log, or refuses it. As in etcd appliers stand in front of one another, each with what only it
 * asks: {@link AlarmApplier}, {@link AuthApplier}, then {@link RequestApplier}. The quota is none of them: it is asked where a request comes in,
 * because what a member may store must not differ from what the others store.
 */
interface Applier {
    /** What to tell; a {@link dev.cairn.node.wire.EtcdException} is a refusal, an answer like any other, the same on every member. */
    Outcome apply(InternalRaftRequest request, Applying at);
}
