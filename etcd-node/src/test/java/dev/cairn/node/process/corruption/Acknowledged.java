// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.corruption;

import com.google.protobuf.ByteString;
import dev.cairn.node.testkit.CairnEtcd;
import dev.cairn.node.wire.etcdserverpb.HashKVRequest;
import dev.cairn.node.wire.etcdserverpb.HashKVResponse;
import dev.cairn.node.wire.etcdserverpb.MaintenanceGrpc;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RangeResponse;
import dev.cairn.node.wire.mvccpb.KeyValue;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What a member acknowledged, write by write, and how to see whether it still has it. */
final class Acknowledged {
    private static final ByteString ALL = ByteString.copyFrom(new byte[1]);

    /** By revision; every write here puts one key. */
    private final TreeMap<Long, PutRequest> writes = new TreeMap<>();

    private HashKVResponse hash;

    void put(CairnEtcd member, String key, ByteString value) {
        PutRequest request = PutRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8(key))
                .setValue(value)
                .build();
        writes.put(member.kv().put(request).getHeader().getRevision(), request);
    }

    void remember(CairnEtcd member) {
        hash = hash(member);
    }

    int count() {
        return writes.size();
    }

    private static HashKVResponse hash(CairnEtcd member) {
        return MaintenanceGrpc.newBlockingStub(member.channel())
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .hashKV(HashKVRequest.getDefaultInstance());
    }

    /** How many of the last writes are gone; negative where anything else differs, which must never be. */
    int lost(CairnEtcd member) {
        RangeResponse found = member.kv()
                .withMaxInboundMessageSize(Integer.MAX_VALUE)
                .range(RangeRequest.newBuilder().setKey(ALL).setRangeEnd(ALL).build());
        long revision = found.getHeader().getRevision();
        Map<ByteString, Long> latest = new TreeMap<>(ByteString.unsignedLexicographicalComparator());
        writes.headMap(revision, true).forEach((at, write) -> latest.put(write.getKey(), at));
        if (revision > writes.lastKey() || found.getKvsCount() != latest.size()) {
            return -1;
        }
        for (KeyValue kv : found.getKvsList()) {
            Long at = latest.get(kv.getKey());
            if (at == null
                    || kv.getModRevision() != at
                    || !kv.getValue().equals(writes.get(at).getValue())) {
                return -1;
            }
        }
        int lost = writes.tailMap(revision, false).size();
        return lost == 0 && hash(member).getHash() != hash.getHash() ? -1 : lost;
    }
}
