// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc;

import dev.cairn.node.testkit.GoEtcd;
import dev.cairn.node.wire.etcdserverpb.CompactionRequest;
import dev.cairn.node.wire.etcdserverpb.HashKVRequest;
import dev.cairn.node.wire.etcdserverpb.HashKVResponse;
import dev.cairn.node.wire.etcdserverpb.KVGrpc;
import dev.cairn.node.wire.etcdserverpb.LeaseGrantRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseGrpc;
import dev.cairn.node.wire.etcdserverpb.MaintenanceGrpc;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RangeResponse;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import dev.cairn.node.wire.etcdserverpb.TxnResponse;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.util.List;

/** A real etcd; the leases that scripts name are granted first. */
final class EtcdTarget implements KvTarget, AutoCloseable {
    private static final List<Long> LEASES = List.of(7L, 8L);
    private static final long HOUR_SECONDS = 3_600;

    private final ManagedChannel channel;
    private final KVGrpc.KVBlockingStub kv;
    private final MaintenanceGrpc.MaintenanceBlockingStub maintenance;

    EtcdTarget(GoEtcd etcd) {
        String address = etcd.endpoint().substring("http://".length());
        channel = Grpc.newChannelBuilder(address, InsecureChannelCredentials.create())
                .build();
        kv = KVGrpc.newBlockingStub(channel);
        maintenance = MaintenanceGrpc.newBlockingStub(channel);
        var leases = LeaseGrpc.newBlockingStub(channel);
        LEASES.forEach(id -> leases.leaseGrant(
                LeaseGrantRequest.newBuilder().setID(id).setTTL(HOUR_SECONDS).build()));
    }

    @Override
    public TxnResponse txn(TxnRequest request) {
        return kv.txn(request);
    }

    @Override
    public RangeResponse range(RangeRequest request) {
        return kv.range(request);
    }

    @Override
    public void compact(long revision) {
        CompactionRequest request = CompactionRequest.newBuilder()
                .setRevision(revision)
                .setPhysical(true)
                .build();
        kv.compact(request);
    }

    @Override
    public HashKVResponse hash(long revision) {
        return maintenance.hashKV(
                HashKVRequest.newBuilder().setRevision(revision).build());
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
