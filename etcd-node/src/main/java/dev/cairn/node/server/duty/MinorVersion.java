// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.duty;

import java.util.Comparator;

/** Major and minor of a version; as text the patch is always 0. */
record MinorVersion(int major, int minor) implements Comparable<MinorVersion> {
    private static final Comparator<MinorVersion> ORDER =
            Comparator.comparingInt(MinorVersion::major).thenComparingInt(MinorVersion::minor);

    static MinorVersion parse(String version) {
        String[] parts = version.split("[.-]");
        if (parts.length < 2) {
            throw new IllegalArgumentException("not a version: " + version);
        }
        return new MinorVersion(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }

    @Override
    public int compareTo(MinorVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + ".0";
    }
}
