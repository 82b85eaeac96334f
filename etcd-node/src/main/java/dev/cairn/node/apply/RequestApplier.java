// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.apply;

import dev.cairn.node.invariant.Invariant;
import dev.cairn.node.lease.Checkpoint;
import dev.cairn.node.lease.Lessor;
import dev.cairn.node.membership.DowngradeInfo;
import dev.cairn.node.membership.MinorVersion;
import dev.cairn.node.mvcc.MvccBatch;
import dev.cairn.node.mvcc.MvccTxn;
import dev.cairn.node.mvcc.read.Head;
import dev.cairn.node.storage.WriteTx;
import dev.cairn.node.wire.etcdserverpb.AlarmMember;
import dev.cairn.node.wire.etcdserverpb.AlarmRequest;
import dev.cairn.node.wire.etcdserverpb.AlarmResponse;
import dev.cairn.node.wire.etcdserverpb.CompactionResponse;
import dev.cairn.node.wire.etcdserverpb.InternalRaftRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseCheckpoint;
import dev.cairn.node.wire.etcdserverpb.LeaseCheckpointRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseGrantRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseGrantResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseRevokeResponse;
import dev.cairn.node.wire.membershippb.ClusterMemberAttrSetRequest;
import dev.cairn.node.wire.splice.EncodedMessage;
import java.util.List;

/** The end of the chain: carries one request out, by its kind. A refusal leaves no trace in the store. */
final class RequestApplier implements Applier {
    private static final byte[] ONLY_THE_KEY = {};

    private final Features features;
    private final ApplyContext context;
    private final Headers headers;
    private final WriteTx tx;
    private final MvccBatch mvcc;
    private final KvApplier kv;
    private final AuthRequestApplier auth;

    RequestApplier(Features features, ApplyContext context, WriteTx tx, MvccBatch mvcc) {
        this.features = features;
        this.context = context;
        this.headers = context.headers();
        this.tx = tx;
        this.mvcc = mvcc;
        this.kv = new KvApplier(features.lessor(), headers, mvcc, context.figures());
        this.auth = new AuthRequestApplier(features.auth(), context, tx);
    }

    @Override
    public Outcome apply(InternalRaftRequest request, Applying at) {
        long id = at.requestId();
        if (request.hasCompaction()) {
            return compact(request, id);
        }
        if (request.hasClusterVersionSet()) {
            String version = request.getClusterVersionSet().getVer();
            setClusterVersion(version);
            return new Outcome.ClusterVersion(id, version);
        }
        kv.answering(bytes -> context.awaited().hasRoomFor(id, bytes));
        return new Outcome.Applied(id, dispatch(request, at));
    }

    private Object dispatch(InternalRaftRequest request, Applying at) {
        if (request.hasPut()) {
            return kv.put(request.getPut());
        }
        if (request.hasTxn()) {
            return kv.txn(request.getTxn(), at.answered());
        }
        if (request.hasDeleteRange()) {
            return kv.deleteRange(request.getDeleteRange());
        }
        if (request.hasRange()) {
            return at.answered() ? kv.range(request.getRange()) : null;
        }
        if (request.hasLeaseGrant()) {
            return grant(request.getLeaseGrant());
        }
        if (request.hasLeaseRevoke()) {
            return revoke(request.getLeaseRevoke().getID());
        }
        if (request.hasLeaseCheckpoint()) {
            return checkpoint(request.getLeaseCheckpoint());
        }
        if (request.hasAlarm()) {
            return alarm(request.getAlarm());
        }
        if (request.hasClusterMemberAttrSet()) {
            return setAttributes(request.getClusterMemberAttrSet());
        }
        if (request.hasDowngradeInfoSet()) {
            var info = request.getDowngradeInfoSet();
            DowngradeInfo downgrade = info.getEnabled() ? new DowngradeInfo(info.getVer(), true) : DowngradeInfo.NONE;
            features.members().setDowngrade(tx, downgrade);
            return info;
        }
        Object answer = auth.apply(request, at, headers.at(mvcc.revision()));
        if (answer == null) {
            throw new IllegalStateException("the log holds a request that this version does not know: " + request);
        }
        return answer;
    }

    /** The schema follows the cluster, not the binary; before 3.6 it had no name (etcd's schema package). */
    private void setClusterVersion(String version) {
        features.members().setClusterVersion(tx, version);
        boolean named = MinorVersion.parse(version).isAtLeast3_6();
        features.applied().setStorageVersion(tx, named ? version : null);
    }

    private Outcome compact(InternalRaftRequest request, long id) {
        long revision = request.getCompaction().getRevision();
        mvcc.compact(revision);
        var response = CompactionResponse.newBuilder()
                .setHeader(headers.at(mvcc.revision()))
                .build();
        return new Outcome.Compaction(
                id,
                new EncodedMessage(response),
                revision,
                request.getCompaction().getPhysical());
    }

    private Object grant(LeaseGrantRequest request) {
        long now = context.nanos().getAsLong();
        long ttl = features.lessor()
                .grant(tx, request.getID(), request.getTTL(), now)
                .ttlSeconds();
        context.figures().leasesGranted().increment();
        context.figures().leaseTtls().observe(ttl);
        return LeaseGrantResponse.newBuilder()
                .setHeader(headers.at(mvcc.revision()))
                .setID(request.getID())
                .setTTL(ttl)
                .build();
    }

    /** The keys go in one transaction, in byte order: one revision (etcd's lessor.Revoke). */
    private Object revoke(long leaseId) {
        Lessor lessor = features.lessor();
        List<byte[]> keys = lessor.revoke(tx, leaseId);
        context.figures().leasesRevoked().increment();
        context.figures().deletes().add(keys.size());
        if (keys.size() > 1) {
            context.figures().txns().increment();
        }
        MvccTxn txn = mvcc.txn();
        for (byte[] key : keys) {
            List<Head> deleted = txn.deleteRange(key, ONLY_THE_KEY);
            Invariant.check(
                    deleted.size() == 1 && deleted.getFirst().leaseId() == leaseId,
                    "lease %d has a key that does not name it",
                    leaseId);
        }
        return LeaseRevokeResponse.newBuilder().setHeader(headers.at(txn.end())).build();
    }

    private Object checkpoint(LeaseCheckpointRequest request) {
        String version = features.members().view().clusterVersion();
        boolean expected = version != null && MinorVersion.parse(version).isAtLeast3_6();
        for (LeaseCheckpoint each : request.getCheckpointsList()) {
            Checkpoint checkpoint = new Checkpoint(each.getID(), each.getRemainingTTL());
            features.lessor()
                    .checkpoint(tx, checkpoint, expected, context.nanos().getAsLong());
        }
        return request;
    }

    private Object alarm(AlarmRequest request) {
        AlarmResponse.Builder response = AlarmResponse.newBuilder().setHeader(headers.at(mvcc.revision()));
        switch (request.getAction()) {
            case GET -> response.addAllAlarms(features.alarms().get(request.getAlarm()));
            case ACTIVATE ->
                features.alarms()
                        .activate(tx, request.getMemberID(), request.getAlarm())
                        .ifPresent(response::addAlarms);
            case DEACTIVATE -> {
                List<AlarmMember> ended =
                        features.alarms().deactivate(tx, request.getMemberID(), request.getAlarm()).stream()
                                .toList();
                response.addAllAlarms(ended);
            }
            case UNRECOGNIZED -> {
                // Clients can send any number: etcd does nothing then, and what is in the log must never stop a member.
            }
        }
        return response.build();
    }

    private Object setAttributes(ClusterMemberAttrSetRequest request) {
        features.members()
                .setAttributes(
                        tx,
                        request.getMemberID(),
                        request.getMemberAttributes().getName(),
                        request.getMemberAttributes().getClientUrlsList());
        return request;
    }
}
