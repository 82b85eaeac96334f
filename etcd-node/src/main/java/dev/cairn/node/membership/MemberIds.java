// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.membership;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.List;

/**
 * Ids of members and clusters: the first eight bytes of a SHA-1, as etcd computes them. They are unsigned, and 0 names
 * nobody. Text form is lower-case hex without padding.
 */
public final class MemberIds {
    private MemberIds() {}

    /** The id of a member that is there from the start; depends on its peer URLs (any order) and the cluster token. */
    public static long ofBootstrap(Collection<String> peerUrls, String clusterToken) {
        return first8(sha1(joined(peerUrls) + clusterToken));
    }

    /** The id of a member added at runtime; the time sets it apart from earlier members at the same URLs. */
    public static long ofAdded(Collection<String> peerUrls, long unixSeconds) {
        return ofAdded(peerUrls, "", unixSeconds);
    }

    static long ofAdded(Collection<String> peerUrls, String clusterToken, long unixSeconds) {
        return first8(sha1(joined(peerUrls) + clusterToken + unixSeconds));
    }

    /** The id of a cluster that starts with these members. */
    public static long ofCluster(Collection<Long> memberIds) {
        ByteBuffer ids = ByteBuffer.allocate(memberIds.size() * Long.BYTES);
        memberIds.stream().sorted(Long::compareUnsigned).forEach(ids::putLong);
        return first8(sha1(ids.array()));
    }

    public static String text(long id) {
        return Long.toHexString(id);
    }

    /** Reads the text form; fails with NumberFormatException on anything but 1 to 16 hex digits. */
    public static long parse(String text) {
        return Long.parseUnsignedLong(text, 16);
    }

    private static String joined(Collection<String> peerUrls) {
        List<String> sorted = peerUrls.stream().sorted().toList();
        return String.join("", sorted);
    }

    private static byte[] sha1(String text) {
        return sha1(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] sha1(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    private static long first8(byte[] digest) {
        return ByteBuffer.wrap(digest).getLong();
    }
}
