// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import dev.cairn.operator.cluster.observe.Membership;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedMember;
import dev.cairn.operator.cluster.observe.ObservedVolume;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Volumes that are not what {@code spec.storage} asks for. One that is to be larger grows in place where its class lets
 * it; otherwise, and for another class or a smaller size, its member is replaced: a new one joins as a learner on a volume
 * as asked, then the old one leaves ({@link Growth}).
 */
public final class StorageChange {
    private StorageChange() {}

    /** What of a member's volume is not as asked. */
    private enum Lack {
        NOTHING,
        LARGER_IN_PLACE,
        REPLACEMENT
    }

    /** The next volume to grow. */
    static Optional<Step> next(ObservedCluster seen, Membership.Known known) {
        return known.learners().isEmpty()
                ? with(Lack.LARGER_IN_PLACE, seen, known)
                        .findFirst()
                        .map(each -> new Step.GrowVolume(
                                each.name(),
                                seen.volume(each.name()).orElseThrow().uid(),
                                seen.spec().storage().size(),
                                "spec.storage.size is " + seen.spec().storage().size() + ": the volume of "
                                        + each.name() + " grows in place"))
                : Optional.empty();
    }

    /** Voters that have to be replaced for it, the leader last. */
    static List<ObservedMember> outdated(ObservedCluster seen, Membership.Known known) {
        return with(Lack.REPLACEMENT, seen, known).toList();
    }

    /** Members whose volumes are not as asked, in one way or the other. */
    public static List<String> behind(ObservedCluster seen) {
        return seen.volumes().keySet().stream()
                .filter(each -> lack(seen, each) != Lack.NOTHING)
                .toList();
    }

    private static Stream<ObservedMember> with(Lack lack, ObservedCluster seen, Membership.Known known) {
        return known.voters().stream()
                .filter(each -> lack(seen, each.name()) == lack)
                .sorted(Comparator.comparing(ObservedMember::leads).thenComparing(ObservedMember::name));
    }

    private static Lack lack(ObservedCluster seen, String member) {
        Optional<ObservedVolume.Claim> claim =
                seen.volume(member).filter(ObservedVolume::usable).map(ObservedVolume::claim);
        if (claim.isEmpty() || claim.get().bytes() == 0 || seen.spec().storage() == null) {
            return Lack.NOTHING;
        }
        String asked = seen.spec().storage().storageClassName();
        if (asked != null && !asked.equals(claim.get().storageClass().orElse(""))) {
            return Lack.REPLACEMENT;
        }
        long bytes = seen.spec().storage().size() == null
                ? claim.get().bytes()
                : seen.spec().storage().size().getNumericalAmount().longValue();
        if (bytes == claim.get().bytes()) {
            return Lack.NOTHING;
        }
        return bytes > claim.get().bytes() && claim.get().expandable() ? Lack.LARGER_IN_PLACE : Lack.REPLACEMENT;
    }
}
