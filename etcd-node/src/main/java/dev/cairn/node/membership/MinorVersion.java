// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.membership;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/** Major and minor of a version; as text the patch is always 0. */
public record MinorVersion(long major, long minor) implements Comparable<MinorVersion> {
    private static final Comparator<MinorVersion> ORDER =
            Comparator.comparingLong(MinorVersion::major).thenComparingLong(MinorVersion::minor);

    /** Three numbers as Go reads them, the last with what semantic versions may have behind it. */
    private static final Pattern RELEASE = Pattern.compile("(\\d{1,18})\\.(\\d{1,18})\\.\\d{1,18}"
            + "(-([0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?)?(\\+([0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?)?");

    /** Longer than any version; matching takes stack. */
    private static final int MOST_CHARACTERS = 100;

    /** From here on stores name their schema, and checkpoints of leases are stored. */
    private static final MinorVersion V3_6 = new MinorVersion(3, 6);

    /** @throws IllegalArgumentException for what does not begin with two numbers */
    public static MinorVersion parse(String version) {
        String[] parts = version.split("[.-]");
        if (parts.length < 2) {
            throw new IllegalArgumentException("not a version: " + version);
        }
        return new MinorVersion(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    }

    /** A whole version, or major and minor, as clients may name one (etcd's convertToClusterVersion). */
    public static Optional<MinorVersion> ofRequest(String version) {
        return version.length() > MOST_CHARACTERS
                ? Optional.empty()
                : release(version).or(() -> release(version + ".0"));
    }

    private static Optional<MinorVersion> release(String text) {
        var matcher = RELEASE.matcher(text);
        return matcher.matches()
                ? Optional.of(new MinorVersion(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    /** The one minor version that a cluster at this one can be taken down to. */
    public MinorVersion below() {
        return new MinorVersion(major, minor - 1);
    }

    public MinorVersion above() {
        return new MinorVersion(major, minor + 1);
    }

    public boolean isAtLeast3_6() {
        return compareTo(V3_6) >= 0;
    }

    @Override
    public int compareTo(MinorVersion other) {
        return ORDER.compare(this, other);
    }

    /** Without the patch, as etcd tells it to people. */
    public String shortText() {
        return major + "." + minor;
    }

    @Override
    public String toString() {
        return shortText() + ".0";
    }
}
