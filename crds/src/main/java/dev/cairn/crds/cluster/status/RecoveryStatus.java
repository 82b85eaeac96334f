// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster.status;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;

/**
 * A restore in place, or a cluster that goes on from a survivor. Each phase is written before anything of it is done, so
 * that whoever comes after a crash knows what was meant.
 */
@ApiType
public record RecoveryStatus(
        @JsonPropertyDescription("Name of the EtcdRestore that asked for it, or the operator's own name for it.")
        String restore,

        @JsonPropertyDescription("UID of that EtcdRestore; absent where the operator began by itself.")
        String restoreUid,

        @JsonPropertyDescription("How far it has come.") RecoveryPhase phase,

        @JsonPropertyDescription("The snapshot's object; absent where the cluster goes on from a survivor.")
        String object,

        @JsonPropertyDescription("The member the cluster goes on from: the seed made of the snapshot, or the survivor.")
        String member,

        @JsonPropertyDescription("How far the survivor had come when it was chosen.")
        SurvivorStatus survivor,

        @JsonPropertyDescription("etcd's cluster ID before, in hexadecimal.")
        String clusterIdBefore,

        @JsonPropertyDescription("The highest revision that was ever seen of the cluster before.")
        Long knownRevision,

        @JsonPropertyDescription("When that was seen.") String knownAt,

        @JsonPropertyDescription("The revision the seed must come with, above any that was seen.")
        Long expectedRevision,

        @JsonPropertyDescription("Keys the seed must hold at that revision; absent where nobody counted them.")
        Long expectedKeys,

        @JsonPropertyDescription("The revision it came with.")
        Long servedRevision,

        @JsonPropertyDescription("UID of the pod in which the survivor leaves all others out.")
        String forcedPod,

        @JsonPropertyDescription("When it began.") String since,

        @JsonPropertyDescription("When it ended; absent while it is under way.")
        String ended,

        @JsonPropertyDescription("Whether volumes that were set aside are still kept.")
        Boolean keeping,

        @JsonPropertyDescription("What is done, or what came of it.")
        String message) {

    /** Whether the cluster goes on from a survivor, and not from a snapshot. */
    public boolean fromSurvivor() {
        return object == null;
    }

    /** Clients are led to nobody. */
    public boolean fenced() {
        return phase != null && !phase.over();
    }

    /** The same, further on. */
    public RecoveryStatus at(RecoveryPhase next, String why) {
        return with(next, servedRevision, forcedPod, ended, keeping, why);
    }

    /** The same, with the seed or the survivor serving from this revision on. */
    public RecoveryStatus serving(long revision, String why) {
        return with(RecoveryPhase.GROWING, revision, forcedPod, ended, keeping, why);
    }

    /** The same, the survivor alone in a pod that is not to be started again as it is. */
    public RecoveryStatus alone(String podUid, String why) {
        return with(RecoveryPhase.RESTARTING, servedRevision, podUid, ended, keeping, why);
    }

    /** The same, over; the volumes that were set aside are still there. */
    public RecoveryStatus over(RecoveryPhase last, String when, String outcome) {
        return with(last, servedRevision, forcedPod, when, true, outcome);
    }

    /** The same, with nothing set aside any more. */
    public RecoveryStatus forgotten() {
        return with(phase, servedRevision, forcedPod, ended, false, message);
    }

    private RecoveryStatus with(
            RecoveryPhase next, Long served, String podUid, String when, Boolean kept, String words) {
        return new RecoveryStatus(
                restore,
                restoreUid,
                next,
                object,
                member,
                survivor,
                clusterIdBefore,
                knownRevision,
                knownAt,
                expectedRevision,
                expectedKeys,
                served,
                podUid,
                since,
                when,
                kept,
                words);
    }
}
