// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer.net;

import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * {@code http://host:port} or {@code https://host:port}, an IPv6 host without its brackets; or {@code unix://} and {@code
 * unixs://} with the path of a socket file. etcd's own peers take what stands for host and port there as the path, as in
 * {@code unix://localhost:2380}, and no other form; we take both. A certificate of {@code unixs} must name {@code host}.
 */
public record PeerUrl(String text, String host, int port, boolean tls, String socketFile) {
    private static final String NO_HOST = "localhost";

    public static PeerUrl parse(String text) {
        try {
            URI uri = new URI(text.strip());
            return switch (String.valueOf(uri.getScheme())) {
                case "http" -> inet(uri, false);
                case "https" -> inet(uri, true);
                case "unix" -> unix(uri, false);
                case "unixs" -> unix(uri, true);
                default ->
                    throw new PeerPortException(
                            "peer URL \"" + text + "\" must begin with http://, https://, unix:// or unixs://");
            };
        } catch (URISyntaxException e) {
            throw new PeerPortException("peer URL \"" + text + "\" is not a URL", e);
        }
    }

    private static PeerUrl inet(URI uri, boolean tls) {
        if (uri.getHost() == null || uri.getPort() < 0) {
            throw new PeerPortException("peer URL \"" + uri + "\" is not http://host:port or https://host:port");
        }
        String host = uri.getHost();
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new PeerUrl(uri.toString(), bare, uri.getPort(), tls, null);
    }

    private static PeerUrl unix(URI uri, boolean tls) {
        String text = uri.toString();
        String file = text.substring(text.indexOf("://") + "://".length());
        if (file.isEmpty()) {
            throw new PeerPortException("peer URL \"" + text + "\" needs the path of a socket file");
        }
        return new PeerUrl(text, uri.getHost() == null ? NO_HOST : uri.getHost(), uri.getPort(), tls, file);
    }

    public boolean unix() {
        return socketFile != null;
    }

    /** A host name is not looked up. */
    public SocketAddress address() {
        return unix() ? new DomainSocketAddress(socketFile) : InetSocketAddress.createUnresolved(host, port);
    }

    /** For the Host header. */
    public String authority() {
        return (host.contains(":") ? "[" + host + "]" : host) + (port < 0 ? "" : ":" + port);
    }
}
