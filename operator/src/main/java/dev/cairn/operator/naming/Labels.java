// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.naming;

import java.util.Map;
import java.util.TreeMap;

/** Labels and annotations by which the operator finds its objects again and tells what they are. */
public final class Labels {
    private static final String PREFIX = "etcd.cairn.dev/";

    /** Name of the EtcdCluster an object belongs to. */
    public static final String CLUSTER = PREFIX + "cluster";
    /** Name of the member an object belongs to. */
    public static final String MEMBER = PREFIX + "member";
    /** A pod's member counts in the quorum ({@link #VOTER}) or does not yet ({@link #LEARNER}). */
    public static final String ROLE = PREFIX + "role";

    public static final String VOTER = "voter";
    public static final String LEARNER = "learner";

    /** Annotation of a volume: the etcd cluster, in hexadecimal, whose data it holds. */
    public static final String CLUSTER_ID = PREFIX + "cluster-id";
    /** Annotation of a volume and a pod: this member forms the cluster; the others join it. */
    public static final String SEED = PREFIX + "seed";
    /** Annotation of a pod: the {@code --initial-cluster} it was made with. */
    public static final String INITIAL_CLUSTER = PREFIX + "initial-cluster";
    /** Annotation of a pod: for each part of the specification that shaped it, a digest of that part. */
    public static final String APPLIED_SPEC = PREFIX + "applied-spec";
    /** Annotation of a pod, and of a volume whose pod is to be made from it: digests of what the specification asked for. */
    public static final String ASKED_SPEC = PREFIX + "asked-spec";

    /** Annotation of a pod: the number of what the operator itself puts into pods; absent means 1. */
    public static final String LAYOUT = PREFIX + "layout";
    /** Annotation of an EtcdCluster: with another value its members are restarted, one after the other. */
    public static final String RESTART = PREFIX + "restart";

    /** Annotation of an object that is applied: a digest of what it was made to be. */
    public static final String APPLIED = PREFIX + "applied";

    /** Annotation of an EtcdCluster: each new value asks for a new CA. Noted on the Secret of the CA made for it. */
    public static final String ROTATE_CA = PREFIX + "rotate-ca";
    /** Annotation of the Secret with the published CAs: since when it names just these. */
    public static final String TRUSTED_SINCE = PREFIX + "trusted-since";
    /** Label of a Secret: the entry of {@code spec.tls.clients} whose certificate it holds. */
    public static final String CLIENT = PREFIX + "client";

    /** Annotation of a Secret that cert-manager fills: the Secret it is for. */
    public static final String ISSUED_FOR = PREFIX + "issued-for";
    /** Annotation of a Secret with a certificate of cert-manager's: key identifier of its CA, whoever signed in between. */
    public static final String ISSUED_BY = PREFIX + "issued-by";

    /** Label of an EtcdBackup that the operator made: what for. */
    public static final String SNAPSHOT_FOR = PREFIX + "snapshot-for";

    /** Name of the EtcdBackup a Job belongs to. */
    public static final String BACKUP = PREFIX + "backup";
    /** Name of the EtcdRestore a Job belongs to. */
    public static final String RESTORE = PREFIX + "restore";
    /** Annotation of an EtcdCluster: the UID of the EtcdRestore that made it. */
    public static final String RESTORED_BY = PREFIX + "restored-by";

    /** Annotation of an EtcdCluster: name and UID of the EtcdRestore that is to be carried out on it. */
    public static final String RESTORE_REQUEST = PREFIX + "restore-request";
    /** Annotation of an EtcdCluster: the restore, by its name, whose old volumes are not wanted any more. */
    public static final String RESTORE_CONFIRM = PREFIX + "restore-confirm";
    /** Annotation of an EtcdCluster: the restore, by its name, that is to be undone. */
    public static final String RESTORE_UNDO = PREFIX + "restore-undo";
    /** Label of a Service's selector that no pod bears. */
    public static final String FENCED = PREFIX + "fenced";
    /** Label of a volume that is set aside: the EtcdCluster it was of. It bears {@link #CLUSTER} no more. */
    public static final String QUARANTINED = PREFIX + "quarantined";
    /** Annotation of a volume that is set aside: the restore, by its name, for which it was. */
    public static final String QUARANTINED_FOR = PREFIX + "quarantined-for";
    /** Annotation of a volume that is set aside: since when. */
    public static final String QUARANTINED_SINCE = PREFIX + "quarantined-since";
    /** Annotation of a seed's volume: the UID of the EtcdRestore that fills it. */
    public static final String RESTORE_UID = PREFIX + "restore-uid";

    private static final String OPERATOR = "cairn-operator";

    private Labels() {}

    /** Whether a label or annotation is the operator's own. */
    public static boolean ours(String name) {
        return name.startsWith(PREFIX);
    }

    /** Labels of every object that belongs to a cluster. */
    public static Map<String, String> ofCluster(ClusterKey cluster) {
        var labels = new TreeMap<String, String>();
        labels.put("app.kubernetes.io/name", "etcd");
        labels.put("app.kubernetes.io/instance", cluster.name());
        labels.put("app.kubernetes.io/managed-by", OPERATOR);
        labels.put(CLUSTER, cluster.name());
        return labels;
    }

    /** Labels of every object that belongs to one member. */
    public static Map<String, String> ofMember(ClusterKey cluster, String member) {
        var labels = new TreeMap<>(ofCluster(cluster));
        labels.put("app.kubernetes.io/component", "member");
        labels.put(MEMBER, member);
        return labels;
    }

    /** Labels of a Job that belongs to a resource, and of its pod. */
    public static Map<String, String> ofJob(String kindLabel, String name) {
        var labels = new TreeMap<String, String>();
        labels.put("app.kubernetes.io/name", "backup-agent");
        labels.put("app.kubernetes.io/managed-by", OPERATOR);
        labels.put(kindLabel, name);
        return labels;
    }

    /** Selects the pods of a cluster. */
    public static Map<String, String> selectMembers(ClusterKey cluster) {
        return Map.of(CLUSTER, cluster.name());
    }

    /** Selects the pods of a cluster's voters. */
    public static Map<String, String> selectVoters(ClusterKey cluster) {
        return new TreeMap<>(Map.of(CLUSTER, cluster.name(), ROLE, VOTER));
    }
}
