// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.observe;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A member's pod.
 *
 * @param deletedSince when its deletion was asked for
 * @param nodeGoneSince since when its node has not answered, or is known to be gone
 * @param trouble why it does not run, in Kubernetes' words; empty when nothing is wrong
 * @param failing a container of it has ended, or its image cannot be had: waiting alone does not help
 * @param initialCluster the {@code --initial-cluster} it was made with
 * @param image its member's image
 * @param appliedSpec for each part of the specification that shaped it, a digest
 * @param askedSpec digests of what the specification asked for when it was made; empty for a pod of an operator that
 *     did not note it
 * @param layout number of what the operator itself put into it
 */
public record ObservedPod(
        String name,
        String uid,
        Phase phase,
        boolean ready,
        Instant createdAt,
        Optional<Instant> deletedSince,
        Optional<Instant> nodeGoneSince,
        String role,
        String trouble,
        boolean failing,
        String initialCluster,
        String image,
        Map<String, String> appliedSpec,
        Map<String, String> askedSpec,
        boolean seed,
        int layout) {

    /** How far a pod has come. */
    public enum Phase {
        PENDING,
        RUNNING,
        /** Ended, and will not run again: the kubelet evicts pods into this. */
        ENDED
    }

    public ObservedPod {
        appliedSpec = Map.copyOf(appliedSpec);
        askedSpec = Map.copyOf(askedSpec);
    }

    public boolean terminating() {
        return deletedSince.isPresent();
    }

    /** Whether it is worth asking the member inside. */
    public boolean mayAnswer() {
        return phase == Phase.RUNNING && nodeGoneSince.isEmpty();
    }
}
