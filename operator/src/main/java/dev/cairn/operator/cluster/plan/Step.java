// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import dev.cairn.crds.backup.EtcdBackup;
import dev.cairn.crds.cluster.MemberTemplate;
import dev.cairn.crds.cluster.RolloutStatus;
import dev.cairn.crds.cluster.status.LastSnapshotStatus;
import dev.cairn.crds.cluster.status.RecoveryStatus;
import dev.cairn.crds.cluster.status.SpaceStatus;
import dev.cairn.operator.cluster.reason.HoldReason;
import dev.cairn.operator.etcd.RaisedAlarm;
import dev.cairn.operator.tls.Leaf;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The single next thing to do about a cluster. Each says for people what it does and why. */
public sealed interface Step {
    /** In one sentence: what, and why. */
    String message();

    /** The member it concerns; empty where it concerns the cluster. */
    default Optional<String> member() {
        return Optional.empty();
    }

    /** What tells two steps of one name apart: the member, or the Secret where it is no member's. */
    default Optional<String> subject() {
        return member();
    }

    /** As the status names it. */
    default String name() {
        return getClass().getSimpleName();
    }

    /** As the event is called that tells of it. */
    default String event() {
        return name();
    }

    /** A step that changes something; its intent is written first. */
    sealed interface Mutation extends Step {}

    /** One that concerns a member. */
    sealed interface OfMember extends Mutation {
        String memberName();

        @Override
        default Optional<String> member() {
            return Optional.of(memberName());
        }
    }

    /** One beside the members: a Service, the disruption budget, a certificate. */
    sealed interface Aside extends Mutation {}

    /** A word in the record of a rollout; it is written with the step's intent. */
    sealed interface OfRollout extends Mutation {
        RolloutStatus rollout();
    }

    /** A word in the record of an attempt to free space; it is written with the step's intent. */
    sealed interface OfSpace extends Mutation {
        SpaceStatus space();
    }

    /** A word in the record of the last snapshot; it is written with the step's intent. */
    sealed interface OfSnapshot extends Mutation {
        /** Null where it is of no use any more. */
        LastSnapshotStatus lastSnapshot();
    }

    /** A word in the record of a recovery; it is written with the step's intent. */
    sealed interface OfRecovery extends Mutation {
        RecoveryStatus recovery();
    }

    /** Everything is as asked. */
    record Rest() implements Step {
        @Override
        public String message() {
            return "all members are ready voters";
        }
    }

    /** Nothing can or may be done now; what is waited for will show by itself, or is for a person to do. */
    record Hold(HoldReason reason, Optional<String> member, String message) implements Step {}

    /** Remember which etcd cluster this is; from then on no empty disk may form another. */
    record LatchClusterId(String clusterId, String message) implements Mutation {}

    /** Note on a volume whose data it holds. */
    record MarkVolume(String memberName, String volumeUid, String clusterId, String message) implements OfMember {}

    /**
     * Make a member's volume.
     *
     * @param clusterId the cluster it joins; empty for the seed, which forms one
     */
    record CreateVolume(String memberName, Optional<String> clusterId, String message) implements OfMember {}

    /**
     * Make a member's pod.
     *
     * @param initialCluster peer URLs by member name
     * @param forming the member forms the cluster (state {@code new}); otherwise it joins or rejoins one
     * @param forced it leaves all others out and goes on alone
     * @param voter whether clients may be led to it
     * @param template what it is made from
     */
    record CreatePod(
            String memberName,
            SortedMap<String, String> initialCluster,
            boolean forming,
            boolean forced,
            boolean voter,
            MemberTemplate template,
            String message)
            implements OfMember {
        public CreatePod {
            initialCluster = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(initialCluster));
        }
    }

    /** Delete a pod; its member, if it still is one, gets another. */
    record DeletePod(String memberName, String podUid, String message) implements OfMember {}

    /**
     * Delete a pod that never worked; the next one is made from the specification as it is now.
     *
     * @param askedSpec digests of that specification
     */
    record RemakePod(String memberName, String podUid, SortedMap<String, String> askedSpec, String message)
            implements OfMember {
        public RemakePod {
            askedSpec = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(askedSpec));
        }
    }

    /** Begin to bring members to what is asked, or to what is asked by now. */
    record StartRollout(RolloutStatus rollout, String message) implements OfRollout {
        @Override
        public String event() {
            return "RolloutStarted";
        }
    }

    /**
     * Delete a member's pod; the next one, on the same volume, is made from something else.
     *
     * @param parts digests of what it is made from
     */
    record RollMember(
            String memberName, String podUid, SortedMap<String, String> parts, RolloutStatus rollout, String message)
            implements OfRollout, OfMember {
        public RollMember {
            parts = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(parts));
        }
    }

    /** A member that was remade is what it was before; the next one may go. */
    record ConfirmMember(String memberName, RolloutStatus rollout, String message) implements OfRollout, OfMember {
        @Override
        public String event() {
            return "MemberUpdated";
        }
    }

    /** Give a target up. */
    record HaltRollout(RolloutStatus rollout, String message) implements OfRollout {
        @Override
        public String event() {
            return "RolloutHalted";
        }

        @Override
        public Optional<String> member() {
            return Optional.ofNullable(rollout.member());
        }
    }

    /**
     * Every member works with the target: it is what the cluster runs with from now on.
     *
     * @param template the target
     */
    record FinishRollout(RolloutStatus rollout, MemberTemplate template, String message) implements OfRollout {
        @Override
        public String event() {
            return "RolloutFinished";
        }
    }

    /** Begin an attempt to free space. */
    record FreeSpace(SpaceStatus space, String message) implements OfSpace {}

    /** Compact history. */
    record Compact(long revision, SpaceStatus space, String message) implements OfSpace {}

    /** Let a member give back what it does not use. */
    record Defragment(String memberName, String message) implements OfMember {}

    /** Take back the alarms of an attempt that came to something. */
    record Disarm(List<RaisedAlarm> alarms, SpaceStatus space, String message) implements OfSpace {
        @Override
        public String event() {
            return "SpaceFreed";
        }
    }

    /** Take back CORRUPT, as nobody is left whose data differs. */
    record DisarmCorrupt(List<RaisedAlarm> alarms, String message) implements Mutation {
        @Override
        public String event() {
            return "CorruptionRepaired";
        }
    }

    /** Make a member's volume larger, under the member. */
    record GrowVolume(String memberName, String volumeUid, Quantity size, String message) implements OfMember {}

    /** An attempt came to nothing. */
    record GiveUpSpace(SpaceStatus space, String message) implements OfSpace {
        @Override
        public String event() {
            return "SpaceNotFreed";
        }
    }

    /**
     * Ask for a snapshot before something.
     *
     * @param wanted the EtcdBackup that makes it
     */
    record AskForSnapshot(LastSnapshotStatus lastSnapshot, EtcdBackup wanted, String message) implements OfSnapshot {}

    /** The snapshot that was asked for is stored. */
    record NoteSnapshot(LastSnapshotStatus lastSnapshot, String message) implements OfSnapshot {
        @Override
        public String event() {
            return "SnapshotStored";
        }
    }

    /** A cluster that hibernated has a quorum again. */
    record WakeUp(String message) implements OfSnapshot {
        @Override
        public LastSnapshotStatus lastSnapshot() {
            return null;
        }

        @Override
        public String event() {
            return "WokenUp";
        }
    }

    /** Hand leadership over. */
    record MoveLeader(String memberName, String heirName, long heirId, String message) implements OfMember {}

    /** Tell the cluster that it goes down to an earlier minor version. */
    record EnableDowngrade(String version, String message) implements Mutation {}

    /** Tell the cluster that it does not go down after all. */
    record CancelDowngrade(String message) implements Mutation {}

    /** Delete the volume of a member that is none any more. */
    record DeleteVolume(String memberName, String volumeUid, String message) implements OfMember {}

    /**
     * Write down how far a recovery has come.
     *
     * @param word what it has come to, in one word
     * @param clusterId the etcd cluster it is from now on
     */
    record NoteRecovery(String word, RecoveryStatus recovery, Optional<String> clusterId, String message)
            implements OfRecovery {
        @Override
        public String name() {
            return "Recovery" + word;
        }
    }

    /** Ask for a restore in place from the latest snapshot of an EtcdBackup. */
    record RequestRestore(String backup, String message) implements Mutation {}

    /** Take a volume out of the cluster, and keep it. */
    record SetVolumeAside(String memberName, String volumeUid, String restore, String message) implements OfMember {}

    /** Take a volume that was set aside into the cluster again. */
    record BringVolumeBack(String memberName, String volumeUid, String message) implements OfMember {}

    /** Take the volume that was made of a snapshot into the cluster. */
    record AdoptVolume(String memberName, String volumeUid, String message) implements OfMember {}

    /** Delete a volume that was set aside. */
    record DeleteSetAside(String memberName, String volumeUid, String message) implements OfMember {}

    /** Say on a member's pod whether it votes; the client Service leads to voters only. */
    record LabelPod(String memberName, String podUid, boolean voter, String message) implements OfMember {}

    /**
     * Make a Service, or the disruption budget, what it should be.
     *
     * @param role what the object is to the cluster, in one word: two of them may be of one kind
     */
    record ApplyObject(String role, HasMetadata wanted, String message) implements Aside {
        @Override
        public String name() {
            return "Apply" + role;
        }

        @Override
        public Optional<String> subject() {
            return Optional.of(wanted.getMetadata().getName());
        }
    }

    /** Delete the disruption budget, which is not wanted any more. */
    record DeleteBudget(String budgetUid, String message) implements Aside {}

    /**
     * Make the cluster's CA.
     *
     * @param earlierUid UID of the Secret with the CA of an earlier cluster of this name, which goes first
     * @param asked the annotation that asks for a new CA, as far as there is one: this is a new one
     */
    record CreateAuthority(Optional<String> earlierUid, Optional<String> asked, Duration life, String message)
            implements Aside {}

    /**
     * Make the CA that is to take the place of the one in use. Nothing is issued from it yet.
     *
     * @param unusableUid UID of the Secret that is in its place and cannot be used, which goes first
     * @param asked the annotation that asks for it
     */
    record CreateNextAuthority(Optional<String> unusableUid, Optional<String> asked, Duration life, String message)
            implements Aside {}

    /**
     * Publish the certificates of just these CAs, known by their key identifiers. From then on every certificate comes
     * with them, too.
     */
    record PublishAuthority(SortedSet<String> caKeyIds, String message) implements Aside {
        public PublishAuthority {
            caKeyIds = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(caKeyIds));
        }
    }

    /** Issue from this CA from now on, which every member trusts by now. */
    record SwitchAuthority(String caKeyId, String message) implements Aside {}

    /** Delete the Secret in which a CA waited that is in use now. */
    record DeleteNextAuthority(String secretUid, String message) implements Aside {}

    /**
     * Issue a certificate into a Secret.
     *
     * @param member whose it is; empty for a client's
     * @param client the entry of the specification it is for
     * @param caKeyId which CA issues it; no other one does
     * @param trusted the CAs that come with it
     */
    record IssueCertificate(
            String secret,
            Optional<String> member,
            Optional<String> client,
            Leaf leaf,
            Duration life,
            String caKeyId,
            SortedSet<String> trusted,
            String message)
            implements Aside {
        public IssueCertificate {
            trusted = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(trusted));
        }

        @Override
        public Optional<String> subject() {
            return member.or(() -> Optional.of(secret));
        }
    }

    /**
     * Put into a Secret the certificate that cert-manager has issued for it.
     *
     * @param member whose it is; empty for a client's
     * @param client the entry of the specification it is for
     * @param arrived the Secret it has arrived in
     * @param caKeyId the CA it is of; no other one is taken over
     * @param trusted the CAs that come with it
     */
    record TakeOverCertificate(
            String secret,
            Optional<String> member,
            Optional<String> client,
            String arrived,
            String caKeyId,
            SortedSet<String> trusted,
            String message)
            implements Aside {
        public TakeOverCertificate {
            trusted = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(trusted));
        }

        @Override
        public Optional<String> subject() {
            return member.or(() -> Optional.of(secret));
        }
    }

    /** Delete a Certificate of cert-manager's that is for nobody any more. */
    record DeleteRequest(String request, String requestUid, String message) implements Aside {
        @Override
        public Optional<String> subject() {
            return Optional.of(request);
        }
    }

    /** Make a Secret with a certificate tell of just these CAs; the certificate stays. */
    record SpreadTrust(
            String secret, Optional<String> member, String secretUid, SortedSet<String> caKeyIds, String message)
            implements Aside {
        public SpreadTrust {
            caKeyIds = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(caKeyIds));
        }

        @Override
        public Optional<String> subject() {
            return member.or(() -> Optional.of(secret));
        }
    }

    /**
     * Delete the Secret of a member that is none any more, or of a client that is not listed any more.
     *
     * @param member whose it was; empty for a client's
     */
    record DeleteCertificate(Optional<String> member, String secret, String secretUid, String message)
            implements Aside {
        @Override
        public Optional<String> subject() {
            return member.or(() -> Optional.of(secret));
        }
    }

    /** Make a new member known to etcd, without a vote. */
    record AddLearner(String memberName, String peerUrl, String message) implements OfMember {}

    /** Give a learner its vote, if etcd finds it in sync. */
    record PromoteLearner(String memberName, long memberId, String message) implements OfMember {}

    /** Remove a member from etcd for good; leadership moves away first, should the member have it. */
    record RemoveMember(String memberName, long memberId, String message) implements OfMember {}
}
