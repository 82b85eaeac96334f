// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.recovery.observe;

import dev.cairn.crds.restore.InPlaceStatus;
import dev.cairn.crds.restore.ResolvedSource;
import dev.cairn.crds.restore.SurvivorSource;
import java.time.Instant;
import java.util.Optional;

/**
 * An EtcdRestore that is to be carried out on a cluster that is there: all that can be proven beforehand is proven.
 *
 * @param since when it was made
 * @param survivor the member that is left, or how it is chosen; empty where a snapshot is restored
 * @param source the snapshot; empty where there is a survivor
 * @param place the seed that was made of the snapshot; empty where there is a survivor
 */
public record RestoreRequest(
        String name,
        String uid,
        Instant since,
        Optional<SurvivorSource> survivor,
        Optional<ResolvedSource> source,
        Optional<InPlaceStatus> place) {

    /** The revision the seed comes with; where the snapshot's is not known, what was added to it. */
    public long expectedRevision() {
        long snapshot = source.map(ResolvedSource::revision).orElse(0L);
        return snapshot + place.map(InPlaceStatus::bumpRevision).orElse(0L);
    }
}
