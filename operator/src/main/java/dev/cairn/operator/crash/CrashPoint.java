// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.crash;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Points at which an operator can be made to halt. Each lies right after (or before) one side effect. */
public enum CrashPoint {
    /** A step is chosen, its intent is not yet written. */
    BEFORE_STATUS_WRITE,
    /** The intent is written, nothing else is done. */
    AFTER_STATUS_WRITE,
    /** etcd has the new learner, Kubernetes knows nothing of it. */
    AFTER_MEMBER_ADD,
    /** The new member has a volume and no pod. */
    AFTER_PVC,
    /** The new member's pod exists. */
    AFTER_POD,
    /** The learner votes; its pod is still labelled a learner's. */
    AFTER_PROMOTION,
    /** A member is out of etcd's list; its pod and volume are there. */
    AFTER_MEMBER_REMOVE,
    /** A volume says what its member's next pod is made from; the present one is there. */
    AFTER_VOLUME_NOTED,
    /** A member's pod is deleted, to be made anew. */
    AFTER_POD_DELETED,
    /** Leadership is another member's. */
    AFTER_LEADER_MOVED,
    /** The cluster has been told that it goes down to an earlier version. */
    AFTER_DOWNGRADE_ENABLED,
    /** The cluster has been told that it does not go down after all. */
    AFTER_DOWNGRADE_CANCELLED,
    /** History is compacted; no member is defragmented for it. */
    AFTER_COMPACTION,
    /** A member is defragmented. */
    AFTER_DEFRAGMENTATION,
    /** Alarms are taken back. */
    AFTER_DISARM,
    /** A member's volume is asked to be larger. */
    AFTER_VOLUME_GROWN,
    /** A Service, or the disruption budget, is as it should be. */
    AFTER_APPLY,
    /** The cluster's CA exists; nothing is issued from it. */
    AFTER_AUTHORITY,
    /** The trusted CAs' certificates are published. */
    AFTER_AUTHORITY_PUBLISHED,
    /** The CA that is to issue next exists; nobody trusts it. */
    AFTER_NEXT_AUTHORITY,
    /** One Secret with a certificate tells of the trusted CAs. */
    AFTER_TRUST_SPREAD,
    /** The new CA is in use and in its own Secret; nothing is issued from it, and the Secret it waited in is still there. */
    AFTER_AUTHORITY_SWITCH,
    /** The Secret is gone in which the CA waited that is in use. */
    AFTER_NEXT_AUTHORITY_DELETED,
    /** A certificate is issued into its Secret. */
    AFTER_CERTIFICATE,
    /** The Secret of a former member or client is gone. */
    AFTER_CERTIFICATE_DELETED,
    /** cert-manager is asked no more for a certificate that nobody uses. */
    AFTER_REQUEST_DELETED,
    /** The EtcdBackup exists that makes a snapshot before something; no Job does. */
    AFTER_SNAPSHOT_ASKED,
    /** The Job exists that proves the last snapshot of a cluster that is being deleted. */
    AFTER_PROOF_JOB,
    /** The pods of a cluster that is being deleted are, too; its volumes are there. */
    AFTER_PODS_DELETED,
    /** One volume of a cluster that is being deleted is gone. */
    AFTER_VOLUME_DELETED,
    /** A backup's Job exists; the backup's status does not say so. */
    AFTER_BACKUP_JOB,
    /** A restore's verification Job exists; the restore's status does not say so. */
    AFTER_RESTORE_JOB,
    /** A restore's EtcdCluster exists; the restore's status does not say so. */
    AFTER_RESTORE_CLUSTER,
    /** The volume of a restore in place exists; nothing fills it yet. */
    AFTER_RESTORE_VOLUME,
    /** A cluster is asked to be restored in place; the restore's status does not say so. */
    AFTER_RESTORE_REQUEST,
    /** A restore in place is asked for by the operator itself. */
    AFTER_RESTORE_ASKED_FOR,
    /** A volume is set aside; its cluster's others are not yet. */
    AFTER_VOLUME_SET_ASIDE,
    /** The volume that was made of a snapshot is the cluster's; nothing runs on it. */
    AFTER_VOLUME_ADOPTED,
    /** A volume that was set aside is its cluster's again. */
    AFTER_VOLUME_BROUGHT_BACK,
    /** A volume that was set aside is deleted. */
    AFTER_SET_ASIDE_DELETED;

    /** As the environment names it: {@code after-member-add}. */
    public String spelling() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<CrashPoint> spelled(String spelling) {
        return Arrays.stream(values())
                .filter(each -> each.spelling().equals(spelling))
                .findFirst();
    }
}
