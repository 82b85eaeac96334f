// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.read;

import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import java.util.List;
import java.util.Optional;

/** The key space at one moment, with its past. For one thread at a time. */
public interface ReadView {
    /** The main revision of the moment. */
    long revision();

    /** The main revision of the last compaction, -1 before the first. */
    long compactRevision();

    /**
     * Answers as etcd does: limit, count, filters, sorting, keys only, count only, "\0" ends, past revisions.
     *
     * @throws dev.cairn.node.wire.EtcdException COMPACTED, FUTURE_REV, INVALID_SORT_OPTION
     */
    RangeResult range(RangeRequest request);

    /** The live key's state, for compares and checks. */
    Optional<Head> head(byte[] key);

    /** The live keys of an etcd range (see {@link dev.cairn.node.mvcc.index.KeyInterval}), in key order. */
    List<Head> heads(byte[] key, byte[] rangeEnd);
}
