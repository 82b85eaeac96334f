// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.recovery.observe;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What there is of a recovery besides the cluster itself.
 *
 * @param request an EtcdRestore that waits for its turn
 * @param seed the volume that was made of the snapshot, before it is the cluster's
 * @param aside the volumes that were set aside
 * @param confirmed the restore, by name, whose old volumes a person does not want any more
 * @param undone the restore, by name, that a person wants undone
 * @param seedKeys how many keys the seed holds at the revision it must come with; empty where it was not asked, or does
 *     not answer
 */
public record RecoveryView(
        Optional<RestoreRequest> request,
        Optional<SeedVolume> seed,
        List<SetAside> aside,
        Optional<String> confirmed,
        Optional<String> undone,
        Optional<Long> seedKeys) {

    /** Instead of a number of keys: the cluster's users are known, and the operator is none who may count. */
    public static final long HIDDEN = -1;

    /** Nothing. */
    public static final RecoveryView NONE = new RecoveryView(
            Optional.empty(), Optional.empty(), List.of(), Optional.empty(), Optional.empty(), Optional.empty());

    public RecoveryView {
        aside = List.copyOf(aside);
    }

    /** The same with the seed's keys counted. */
    public RecoveryView counting(Optional<Long> keys) {
        return new RecoveryView(request, seed, aside, confirmed, undone, keys);
    }

    /** The volume that was made of the snapshot. */
    public record SeedVolume(String member, String uid, boolean usable) {}

    /**
     * A volume that was set aside.
     *
     * @param restore the restore, by name, for which it was
     */
    public record SetAside(String member, String uid, String restore, Instant since, boolean terminating) {}
}
