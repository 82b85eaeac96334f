// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer.net;

import dev.cairn.node.peer.codec.PeerVersion;
import dev.cairn.node.server.PeerEvents;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.OptionalLong;

/** Who we are and whether we can talk: the headers of every {@code /raft} request, and etcd's checks of them. */
public final class Handshake {
    public static final String CLUSTER_ID = "X-Etcd-Cluster-ID";
    public static final String SERVER_VERSION = "X-Server-Version";
    private static final String MIN_CLUSTER_VERSION = "X-Min-Cluster-Version";
    private static final String FROM = "X-Server-From";
    private static final String TO = "X-Raft-To";
    private static final String PEER_URLS = "X-PeerURLs";

    private final PeerSettings settings;
    private final PeerEvents events;

    /** Why a request is not served; the text is etcd's, dialers compare it. */
    public record Refusal(HttpResponseStatus status, String text) {}

    public Handshake(PeerSettings settings, PeerEvents events) {
        this.settings = settings;
        this.events = events;
    }

    public void describeRequest(HttpHeaders headers) {
        headers.set(FROM, Long.toHexString(events.memberId()));
        describeVersions(headers);
        describeResponse(headers);
        if (!settings.advertisedPeerUrls().isEmpty()) {
            headers.set(PEER_URLS, String.join(",", settings.advertisedPeerUrls()));
        }
    }

    /** For a stream, whose dialer says whom it means. */
    public void describeStreamRequest(HttpHeaders headers, long to) {
        describeRequest(headers);
        headers.set(TO, Long.toHexString(to));
    }

    public void describeResponse(HttpHeaders headers) {
        headers.set(CLUSTER_ID, Long.toHexString(events.clusterId()));
    }

    /** A stream's response must tell the version: without it etcd takes us for 2.0 and gives up. */
    public void describeVersions(HttpHeaders headers) {
        headers.set(SERVER_VERSION, settings.serverVersion());
        headers.set(MIN_CLUSTER_VERSION, PeerVersion.MIN_CLUSTER_TEXT);
    }

    /** Null if the two members may talk. */
    public Refusal check(HttpHeaders headers) {
        if (!PeerVersion.areCompatible(
                settings.serverVersion(), headers.get(SERVER_VERSION), headers.get(MIN_CLUSTER_VERSION))) {
            return new Refusal(HttpResponseStatus.PRECONDITION_FAILED, "incompatible version");
        }
        if (!Long.toHexString(events.clusterId()).equals(headers.get(CLUSTER_ID))) {
            return new Refusal(HttpResponseStatus.PRECONDITION_FAILED, "cluster ID mismatch");
        }
        return null;
    }

    /** Null if the dialer means us. */
    public Refusal checkTo(HttpHeaders headers) {
        return Long.toHexString(events.memberId()).equals(headers.get(TO))
                ? null
                : new Refusal(HttpResponseStatus.PRECONDITION_FAILED, "to field mismatch");
    }

    public static OptionalLong from(HttpHeaders headers) {
        return parseId(headers.get(FROM));
    }

    public static List<String> peerUrls(HttpHeaders headers) {
        String urls = headers.get(PEER_URLS);
        return urls == null || urls.isEmpty() ? List.of() : List.of(urls.split(","));
    }

    public static OptionalLong parseId(String hex) {
        try {
            return hex == null ? OptionalLong.empty() : OptionalLong.of(Long.parseUnsignedLong(hex, 16));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
