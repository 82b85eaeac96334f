// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.apply;

import dev.cairn.node.wire.etcdserverpb.ResponseHeader;
import java.util.function.LongSupplier;

/** Makes response headers: cluster and term are those of the member that answers, not of the leader. */
public record Headers(long clusterId, long memberId, LongSupplier term) {
    public ResponseHeader at(long revision) {
        return ResponseHeader.newBuilder()
                .setClusterId(clusterId)
                .setMemberId(memberId)
                .setRevision(revision)
                .setRaftTerm(term.getAsLong())
                .build();
    }

    /** Inside a transaction only the revision is told. */
    static ResponseHeader revisionOnly(long revision) {
        return ResponseHeader.newBuilder().setRevision(revision).build();
    }
}
