// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer.net;

import java.time.Duration;
import java.util.List;

/**
 * How this member presents itself to the others: the full version it reports ({@code 3.7.1}) and its advertised peer
 * URLs. etcd's dial timeout is one second plus the election timeout.
 */
public record PeerSettings(String serverVersion, List<String> advertisedPeerUrls, Duration dialTimeout) {
    public PeerSettings {
        advertisedPeerUrls = List.copyOf(advertisedPeerUrls);
    }
}
