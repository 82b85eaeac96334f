// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc;

import dev.cairn.node.wire.etcdserverpb.HashKVResponse;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RangeResponse;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import dev.cairn.node.wire.etcdserverpb.TxnResponse;

/** What a script of key-value operations runs on: our store, or a real etcd. Refusals are thrown with etcd's text. */
interface KvTarget {
    /** Of puts, deletes and ranges, all with previous values; without compares. */
    TxnResponse txn(TxnRequest request);

    RangeResponse range(RangeRequest request);

    void compact(long revision);

    HashKVResponse hash(long revision);
}
