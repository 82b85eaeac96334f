// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer.codec;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Major and minor of a semantic version: all that decides whether two members understand each other. */
public record PeerVersion(int major, int minor) implements Comparable<PeerVersion> {
    /** What a member speaks that does not say. */
    public static final PeerVersion ABSENT = new PeerVersion(2, 0);

    /** The oldest cluster that any etcd 3 joins. */
    public static final String MIN_CLUSTER_TEXT = "3.0.0";

    private static final Pattern PATTERN = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})\\.\\d{1,9}([-+].*)?");

    /** Absent text, and text that is no version, count as {@link #ABSENT}. */
    public static PeerVersion parse(String text) {
        Matcher matcher = PATTERN.matcher(text == null ? "" : text);
        return matcher.matches()
                ? new PeerVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
                : ABSENT;
    }

    /** etcd's rule: the other is not older than what we need, and does not need what is newer than we. */
    public static boolean areCompatible(String localServer, String remoteServer, String remoteMinCluster) {
        return parse(remoteServer).compareTo(parse(MIN_CLUSTER_TEXT)) >= 0
                && parse(remoteMinCluster).compareTo(parse(localServer)) <= 0;
    }

    @Override
    public int compareTo(PeerVersion other) {
        return major == other.major ? Integer.compare(minor, other.minor) : Integer.compare(major, other.major);
    }
}
