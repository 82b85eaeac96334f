// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import dev.cairn.crds.cluster.MemberTemplate;
import dev.cairn.operator.cluster.observe.Membership;
import dev.cairn.operator.cluster.observe.ObservedMember;
import dev.cairn.operator.cluster.reason.HoldReason;
import dev.cairn.operator.etcd.EndpointStatus;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * etcd's rules for another version: one minor version at a time, and down only after the cluster has been told so. An
 * image whose tag is no version of etcd's says nothing beforehand; then what its first member reports is held against
 * the others.
 */
final class VersionRules {
    private static final Pattern VERSION = Pattern.compile("v?([0-9]{1,4})\\.([0-9]{1,4})(\\.[0-9].*)?");

    private VersionRules() {}

    /** A version without its patch level. */
    private record Minor(int major, int minor) implements Comparable<Minor> {
        static Optional<Minor> of(String version) {
            Matcher matcher = VERSION.matcher(version);
            return matcher.matches()
                    ? Optional.of(new Minor(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                    : Optional.empty();
        }

        @Override
        public int compareTo(Minor other) {
            return Comparator.comparingInt(Minor::major)
                    .thenComparingInt(Minor::minor)
                    .compare(this, other);
        }

        @Override
        public String toString() {
            return major + "." + minor;
        }
    }

    /** What has to be done before members may be brought to this, or why they may not; empty when they may. */
    static Optional<Step> before(Membership.Known known, MemberTemplate target) {
        Optional<Minor> running = lowest(known, any -> true);
        Optional<Minor> wanted = Minor.of(tag(target.image()))
                .filter(each ->
                        running.isPresent() && each.major() == running.get().major());
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        int up = wanted.get().minor() - running.get().minor();
        if (Math.abs(up) > 1) {
            return Optional.of(new Step.Hold(
                    HoldReason.VERSION_OUT_OF_REACH,
                    Optional.empty(),
                    "members run " + running.get() + " and " + wanted.get() + " is asked for: etcd goes "
                            + (up > 0 ? "up" : "down") + " one minor version at a time, so "
                            + new Minor(running.get().major(), running.get().minor() + Integer.signum(up))
                            + " comes first"));
        }
        Optional<Minor> agreed = downgrade(known);
        if (up < 0 && !agreed.equals(wanted)) {
            return Optional.of(new Step.EnableDowngrade(
                    wanted.get() + ".0",
                    "members run " + running.get() + ": the cluster is told that it goes down to " + wanted.get()));
        }
        return up >= 0 && agreed.isPresent() && agreed.get().compareTo(wanted.get()) < 0
                ? Optional.of(new Step.CancelDowngrade("the cluster was told that it goes down to " + agreed.get()
                        + ", and " + wanted.get() + " is asked for"))
                : Optional.empty();
    }

    /** A member that came back more than one minor version above the others. */
    static Optional<String> skipped(Membership.Known known, String member) {
        Optional<Minor> others = lowest(known, each -> !each.name().equals(member));
        return Optional.ofNullable(known.members().get(member))
                .flatMap(ObservedMember::answer)
                .flatMap(each -> Minor.of(each.version()))
                .filter(each -> others.isPresent()
                        && (each.major() != others.get().major()
                                || each.minor() > others.get().minor() + 1))
                .map(each ->
                        "it runs " + each + " beside " + others.get() + ": etcd goes up one minor version at a time");
    }

    private static Optional<Minor> lowest(Membership.Known known, Predicate<ObservedMember> which) {
        return known.members().values().stream()
                .filter(which)
                .flatMap(each -> each.answer().stream())
                .flatMap(each -> Minor.of(each.version()).stream())
                .min(Comparator.naturalOrder());
    }

    /** The version that the cluster has been told to go down to. */
    private static Optional<Minor> downgrade(Membership.Known known) {
        return known.members().values().stream()
                .flatMap(each -> each.answer().stream())
                .map(EndpointStatus::downgradesTo)
                .flatMap(each -> each.flatMap(Minor::of).stream())
                .findFirst();
    }

    private static String tag(String image) {
        String name = image.indexOf('@') < 0 ? image : image.substring(0, image.indexOf('@'));
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf('/') ? name.substring(colon + 1) : "";
    }
}
