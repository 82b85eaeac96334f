// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.corruption;

import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.HashKVResponse;

/**
 * What another member said to HashKV at one revision.
 *
 * @param answer null where it gave none
 * @param refusal why it gave none, where it said so, else null
 */
record PeerHash(long memberId, HashKVResponse answer, EtcdError refusal) {
    static PeerHash of(long memberId, HashKVResponse answer) {
        return new PeerHash(memberId, answer, null);
    }

    static PeerHash none(long memberId, EtcdError refusal) {
        return new PeerHash(memberId, null, refusal);
    }

    boolean isAnswered() {
        return answer != null;
    }

    int hash() {
        return answer.getHash();
    }

    long compactRevision() {
        return answer.getCompactRevision();
    }

    /** The store's revision when it answered. */
    long currentRevision() {
        return answer.getHeader().getRevision();
    }
}
