// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.transport;

import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;

/**
 * Where to listen: {@code http://127.0.0.1:2379}, {@code https://[::]:2379}, {@code unix:///run/etcd.sock} or {@code
 * unixs://…}. As with etcd the host is an IP address or localhost, never a name that DNS could move.
 */
public record ListenUrl(String text, boolean tls, SocketAddress address) {
    /** Throws {@link ListenException} that names the URL and what is wrong with it. */
    public static ListenUrl parse(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new ListenException("listen URL \"" + text + "\" is not a URL: " + e.getReason());
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme();
        return switch (scheme) {
            case "http" -> new ListenUrl(text, false, inetAddress(uri, text));
            case "https" -> new ListenUrl(text, true, inetAddress(uri, text));
            case "unix" -> new ListenUrl(text, false, socketFile(text));
            case "unixs" -> new ListenUrl(text, true, socketFile(text));
            default ->
                throw new ListenException(
                        "listen URL \"" + text + "\" must begin with http://, https://, unix:// or unixs://");
        };
    }

    public boolean unix() {
        return address instanceof DomainSocketAddress;
    }

    private static InetSocketAddress inetAddress(URI uri, String text) {
        if (uri.getHost() == null || uri.getPort() < 0) {
            throw new ListenException("listen URL \"" + text + "\" needs a host and a port");
        }
        if (uri.getPath() != null && !uri.getPath().isEmpty() && !uri.getPath().equals("/")) {
            throw new ListenException("listen URL \"" + text + "\" must not have a path");
        }
        String host = uri.getHost();
        boolean literal = host.startsWith("[") || host.matches("[0-9.]+");
        if (!literal && !host.equals("localhost")) {
            throw new ListenException("listen URL \"" + text + "\" needs an IP address or localhost, not a name");
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(host), uri.getPort());
        } catch (UnknownHostException e) {
            throw new ListenException("listen URL \"" + text + "\" has no valid IP address");
        }
    }

    private static DomainSocketAddress socketFile(String text) {
        String path = text.substring(text.indexOf("://") + "://".length());
        if (path.isEmpty()) {
            throw new ListenException("listen URL \"" + text + "\" needs the path of a socket file");
        }
        return new DomainSocketAddress(path);
    }
}
