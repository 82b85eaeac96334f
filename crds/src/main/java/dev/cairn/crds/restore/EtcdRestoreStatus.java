// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.restore;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** What the operator says about a restore. */
@JsonClassDescription("How far the restore has come.")
@ApiType
public record EtcdRestoreStatus(
        @JsonPropertyDescription("The generation of the specification this status speaks of.")
        Long observedGeneration,

        @JsonPropertyDescription("Ready: the cluster is restored. ConsumersMustRestart: revisions have jumped.")
        List<Condition> conditions,

        @JsonPropertyDescription("Pending, Verifying, Restoring, Completed or Failed.")
        RestorePhase phase,

        @JsonPropertyDescription("The snapshot, fixed before anything is done with it.")
        ResolvedSource source,

        @JsonPropertyDescription("The Job that verifies it.")
        String verifyJob,

        @JsonPropertyDescription("The UID of the EtcdCluster that was made.")
        String clusterUid,

        @JsonPropertyDescription("Of a restore in place: what it begins with.")
        InPlaceStatus inPlace) {

    /** The same, further on. */
    public EtcdRestoreStatus at(RestorePhase next) {
        return new EtcdRestoreStatus(observedGeneration, conditions, next, source, verifyJob, clusterUid, inPlace);
    }

    /** The same with the snapshot fixed and the Job that verifies it announced. */
    public EtcdRestoreStatus verifying(ResolvedSource resolved, String job) {
        return new EtcdRestoreStatus(
                observedGeneration, conditions, RestorePhase.VERIFYING, resolved, job, clusterUid, inPlace);
    }

    /** The same with what it begins with in place. */
    public EtcdRestoreStatus beginningWith(InPlaceStatus place) {
        return new EtcdRestoreStatus(observedGeneration, conditions, phase, source, verifyJob, clusterUid, place);
    }
}
