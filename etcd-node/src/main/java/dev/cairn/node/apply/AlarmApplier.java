// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.apply;

import dev.cairn.node.alarm.AlarmStore;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.AlarmType;
import dev.cairn.node.wire.etcdserverpb.InternalRaftRequest;

/** etcd's applierV3Capped and applierV3Corrupt: what an active alarm refuses, on every member alike. */
final class AlarmApplier implements Applier {
    private final AlarmStore alarms;
    private final Applier next;

    AlarmApplier(AlarmStore alarms, Applier next) {
        this.alarms = alarms;
        this.next = next;
    }

    @Override
    public Outcome apply(InternalRaftRequest request, Applying at) {
        if (!alarms.all().isEmpty()) {
            refuse(request);
        }
        return next.apply(request, at);
    }

    private void refuse(InternalRaftRequest request) {
        boolean writes =
                request.hasPut() || request.hasLeaseGrant() || (request.hasTxn() && TxnChecks.puts(request.getTxn()));
        if (alarms.isActive(AlarmType.CORRUPT)) {
            boolean touchesKeys = writes
                    || request.hasTxn()
                    || request.hasRange()
                    || request.hasDeleteRange()
                    || request.hasCompaction()
                    || request.hasLeaseRevoke();
            if (touchesKeys) {
                throw EtcdError.CORRUPT.exception();
            }
        }
        if (writes && alarms.isActive(AlarmType.NOSPACE)) {
            throw EtcdError.NO_SPACE.exception();
        }
    }
}
