// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.crds.ApiType;
import dev.cairn.crds.cluster.status.CertificatesStatus;
import dev.cairn.crds.cluster.status.EndpointsStatus;
import dev.cairn.crds.cluster.status.LastSnapshotStatus;
import dev.cairn.crds.cluster.status.MemberStatus;
import dev.cairn.crds.cluster.status.RecoveryStatus;
import dev.cairn.crds.cluster.status.RevisionMark;
import dev.cairn.crds.cluster.status.SpaceStatus;
import dev.cairn.crds.cluster.status.StepStatus;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;
import java.util.function.Consumer;

/** What the operator says about a cluster. Read back are the cluster ID, the
 * current step, what is said of members over time, what they run with, what they are brought to and which CA they trust. */
@JsonClassDescription("What the operator sees of the cluster, and what it is doing about it.")
@ApiType
public record EtcdClusterStatus(
        @JsonPropertyDescription("The generation of the specification this status speaks of.")
        Long observedGeneration,

        @JsonPropertyDescription(
                "Ready, Available, Progressing, Degraded, SpecNotApplied, RolloutHalted, CertificatesValid, Hibernated; each"
                        + " says why.")
        List<Condition> conditions,

        @JsonPropertyDescription("etcd's cluster ID, in hexadecimal. Once known, an empty disk never forms a new one.")
        String clusterId,

        @StatusReplicas @JsonPropertyDescription("Voting members.")
        Integer replicas,

        @LabelSelector @JsonPropertyDescription("Selects the members' pods.")
        String selector,

        @JsonPropertyDescription("Ready voters of those asked for, such as 3/3.")
        String ready,

        @JsonPropertyDescription("The members, as etcd itself lists them.")
        List<MemberStatus> members,

        @JsonPropertyDescription("The change under way, written before it is made.")
        StepStatus currentStep,

        @JsonPropertyDescription("The leading member's name.")
        String leader,

        @JsonPropertyDescription("The lowest version a member reports.")
        String version,

        @JsonPropertyDescription("How clients reach the cluster.")
        EndpointsStatus endpoints,

        @SchemaFrom(type = JsonNode.class)
        @JsonPropertyDescription(
                "What members run with: a lost pod is made anew from it, whatever the specification asks"
                        + " for by then.")
        MemberTemplate template,

        @JsonPropertyDescription(
                "Key identifier, in hexadecimal, of the CA in use. Once known, no other one issues certificates"
                        + " before every member trusts it.")
        String certificateAuthority,

        @JsonPropertyDescription("The change on its way through the members, or the last one.")
        RolloutStatus rollout,

        @JsonPropertyDescription("The certificates: which CAs are trusted, which ends first, and when.")
        CertificatesStatus certificates,

        @JsonPropertyDescription("The last attempt to free space, after etcd had raised NOSPACE.")
        SpaceStatus space,

        @JsonPropertyDescription("The snapshot that was asked for last, before members went away or were changed.")
        LastSnapshotStatus lastSnapshot,

        @JsonPropertyDescription("The last restore in place, or the last time the cluster went on from a survivor.")
        RecoveryStatus recovery,

        @JsonPropertyDescription("The highest revision that was ever seen; written once a minute at most.")
        RevisionMark highestRevision) {

    /** The same with another step under way. */
    public EtcdClusterStatus withCurrentStep(StepStatus step) {
        return with(remembered -> remembered.step = step);
    }

    /** The same with the cluster's ID known. */
    public EtcdClusterStatus withClusterId(String id) {
        return with(remembered -> remembered.id = id);
    }

    /** The same with what members run with recorded. */
    public EtcdClusterStatus withTemplate(MemberTemplate made) {
        return with(remembered -> remembered.made = made);
    }

    /** The same with another word on the rollout. */
    public EtcdClusterStatus withRollout(RolloutStatus other) {
        return with(remembered -> remembered.change = other);
    }

    /** The same with these CAs trusted. */
    public EtcdClusterStatus withTrusted(List<String> keyIds) {
        return with(remembered -> remembered.trust =
                certificates == null ? CertificatesStatus.trusting(keyIds) : certificates.withTrusted(keyIds));
    }

    /** The same with another CA in use. */
    public EtcdClusterStatus withAuthority(String keyId) {
        return with(remembered -> remembered.authority = keyId);
    }

    /** The same with another word on the space. */
    public EtcdClusterStatus withSpace(SpaceStatus other) {
        return with(remembered -> remembered.freed = other);
    }

    /** The same with another last snapshot; null where it is of no use any more. */
    public EtcdClusterStatus withLastSnapshot(LastSnapshotStatus other) {
        return with(remembered -> remembered.saved = other);
    }

    /** The same with other conditions. */
    public EtcdClusterStatus withConditions(List<Condition> others) {
        return with(remembered -> remembered.said = others);
    }

    /** The same with another word on the recovery. */
    public EtcdClusterStatus withRecovery(RecoveryStatus other) {
        return with(remembered -> remembered.rescue = other);
    }

    /** The same with this revision seen. */
    public EtcdClusterStatus withHighestRevision(RevisionMark other) {
        return with(remembered -> remembered.mark = other);
    }

    private EtcdClusterStatus with(Consumer<Remembered> change) {
        Remembered remembered = new Remembered(this);
        change.accept(remembered);
        return new EtcdClusterStatus(
                observedGeneration,
                remembered.said,
                remembered.id,
                replicas,
                selector,
                ready,
                members,
                remembered.step,
                leader,
                version,
                endpoints,
                remembered.made,
                remembered.authority,
                remembered.change,
                remembered.trust,
                remembered.freed,
                remembered.saved,
                remembered.rescue,
                remembered.mark);
    }

    /** What cannot be seen anew, and so is carried from one status to the next. */
    private static final class Remembered {
        private List<Condition> said;
        private String id;
        private StepStatus step;
        private MemberTemplate made;
        private String authority;
        private RolloutStatus change;
        private CertificatesStatus trust;
        private SpaceStatus freed;
        private LastSnapshotStatus saved;
        private RecoveryStatus rescue;
        private RevisionMark mark;

        private Remembered(EtcdClusterStatus before) {
            said = before.conditions;
            id = before.clusterId;
            step = before.currentStep;
            made = before.template;
            authority = before.certificateAuthority;
            change = before.rollout;
            trust = before.certificates;
            freed = before.space;
            saved = before.lastSnapshot;
            rescue = before.recovery;
            mark = before.highestRevision;
        }
    }
}
