// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer.net;

import java.net.URI;
import java.net.URISyntaxException;

/** {@code http://host:port} or {@code https://host:port}; an IPv6 host without its brackets. */
public record PeerUrl(String text, String host, int port, boolean tls) {
    public static PeerUrl parse(String text) {
        try {
            URI uri = new URI(text.strip());
            boolean tls = "https".equals(uri.getScheme());
            if ((!tls && !"http".equals(uri.getScheme())) || uri.getHost() == null || uri.getPort() < 0) {
                throw new PeerPortException("peer URL \"" + text + "\" is not http://host:port or https://host:port");
            }
            String host = uri.getHost();
            String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
            return new PeerUrl(uri.toString(), bare, uri.getPort(), tls);
        } catch (URISyntaxException e) {
            throw new PeerPortException("peer URL \"" + text + "\" is not a URL", e);
        }
    }

    /** For the Host header. */
    public String authority() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
