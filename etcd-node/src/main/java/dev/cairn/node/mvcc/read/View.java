// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.read;

import dev.cairn.node.mvcc.index.KeyTree;
import dev.cairn.node.wire.EtcdError;

/**
 * What one publication makes visible, together: the index, the revision it is of and the compact revision.
 *
 * @param tree the heads as of {@code revision}
 */
public record View(KeyTree tree, long revision, long compactRevision) {
    /** The revision that a request means, 0 or less being the current one. */
    public long resolve(long requested) {
        if (requested <= 0) {
            return revision;
        }
        if (requested > revision) {
            throw EtcdError.FUTURE_REV.exception();
        }
        if (requested < compactRevision) {
            throw EtcdError.COMPACTED.exception();
        }
        return requested;
    }
}
