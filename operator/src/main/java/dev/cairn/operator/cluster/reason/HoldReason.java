// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.reason;

/** Why nothing is changed for now, and whose turn it is. */
public enum HoldReason {
    /** The seed has been started and forms the cluster. */
    BOOTSTRAPPING("Bootstrapping", Turn.OURS),
    /** A learner has been added and starts. */
    LEARNER_STARTING("LearnerStarting", Turn.OURS),
    /** A member has been remade and is not yet what it was before. */
    MEMBER_UPDATING("MemberUpdating", Turn.OURS),
    /** A snapshot is made before what was asked for. */
    LAST_SNAPSHOT("LastSnapshot", Turn.OURS),
    /** Pods go, as {@code spec.replicas} is 0. */
    HIBERNATING("Hibernating", Turn.OURS),

    /** {@code spec.replicas} is 0, and no pod is left. */
    HIBERNATED("Hibernated", Turn.NOBODY),

    /** The cluster goes on from a snapshot or a survivor; what was begun takes its time. */
    RECOVERING("Recovering", Turn.OURS),

    /** A member is not ready; nothing else begins before it is. */
    MEMBER_NOT_READY("MemberNotReady", Turn.WAITING),
    /** No quorum answers. */
    QUORUM_LOST("QuorumLost", Turn.WAITING),
    /** What is to be done needs more members that answer. */
    QUORUM_AT_RISK("QuorumAtRisk", Turn.WAITING),
    /** The snapshot that comes before what was asked for has failed. */
    LAST_SNAPSHOT_FAILED("LastSnapshotFailed", Turn.WAITING),
    /** No quorum answers that a snapshot could be made from. */
    LAST_SNAPSHOT_MISSING("LastSnapshotMissing", Turn.WAITING),
    /** Objects of an earlier cluster of this name are being deleted. */
    EARLIER_CLUSTER_TERMINATING("EarlierClusterTerminating", Turn.WAITING),

    /** {@code spec.paused}. */
    PAUSED("Paused", Turn.PERSON),
    /** No volume that could bring the cluster back is left. */
    DATA_LOST("DataLost", Turn.PERSON),
    /** Members answer as another cluster than this resource is. */
    CLUSTER_ID_MISMATCH("ClusterIdMismatch", Turn.PERSON),
    /** Volumes are here that this cluster did not make. */
    FOREIGN_VOLUMES("ForeignVolumes", Turn.PERSON),
    /** etcd lists members that this resource did not make. */
    FOREIGN_MEMBER("ForeignMember", Turn.PERSON),
    /** The operator has nothing to show to members, and nothing to issue it from. */
    CLIENT_CERTIFICATE_MISSING("ClientCertificateMissing", Turn.PERSON),
    /** The key of the CA that members trust is gone. */
    CA_KEY_MISSING("CaKeyMissing", Turn.PERSON),
    /** The CA's Secret holds no key, or not its certificate's. */
    CA_KEY_UNUSABLE("CaKeyUnusable", Turn.PERSON),
    /** The CA's Secret holds another CA than members trust. */
    CA_NOT_TRUSTED("CaNotTrusted", Turn.PERSON),
    /** A Secret that the specification names is not there. */
    SECRET_MISSING("SecretMissing", Turn.PERSON),
    /** A Secret that the specification names does not hold what it must. */
    SECRET_UNUSABLE("SecretUnusable", Turn.PERSON),
    /** A certificate that the specification names has ended. */
    CERTIFICATE_EXPIRED("CertificateExpired", Turn.PERSON),
    /** etcd has raised CORRUPT, and no quorum's hashes say who is right. */
    CORRUPT_UNDECIDED("CorruptUndecided", Turn.PERSON),
    /** The volumes that are asked for are too small for the data. */
    STORAGE_TOO_SMALL("StorageTooSmall", Turn.PERSON),
    /** The version that is asked for lies more than one minor version away. */
    VERSION_OUT_OF_REACH("VersionOutOfReach", Turn.PERSON),
    /** A restore in place, or the way on from a survivor, cannot go on by itself. */
    RECOVERY_HALTED("RecoveryHalted", Turn.PERSON),
    /** Something in the specification cannot be read. */
    SPEC_INVALID("SpecInvalid", Turn.PERSON);

    /** Who brings the cluster further. */
    public enum Turn {
        /** What the operator has begun itself takes its time. */
        OURS,
        /** Kubernetes, or members, may bring it about by themselves. */
        WAITING,
        /** All is as asked. */
        NOBODY,
        /** Nothing happens until a person acts. */
        PERSON
    }

    private final String word;
    private final Turn turn;

    HoldReason(String word, Turn turn) {
        this.word = word;
        this.turn = turn;
    }

    /** As conditions spell it. */
    public String word() {
        return word;
    }

    public Turn turn() {
        return turn;
    }
}
