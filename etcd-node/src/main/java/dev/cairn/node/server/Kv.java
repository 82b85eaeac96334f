// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server;

import dev.cairn.node.wire.etcdserverpb.CompactionRequest;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeRequest;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import dev.cairn.node.wire.splice.Encoded;

/** The key-value service: answers are the encoded response messages of etcd's KV service, headers filled in. */
public interface Kv {
    void range(Caller caller, RangeRequest request, Reply<Encoded> reply);

    /** Answered with what to read chunk by chunk. */
    void rangeStream(Caller caller, RangeRequest request, Reply<RangeChunks> reply);

    void put(Caller caller, PutRequest request, Reply<Encoded> reply);

    void deleteRange(Caller caller, DeleteRangeRequest request, Reply<Encoded> reply);

    void txn(Caller caller, TxnRequest request, Reply<Encoded> reply);

    void compact(Caller caller, CompactionRequest request, Reply<Encoded> reply);
}
