// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.transport;

import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where to listen: {@code http://127.0.0.1:2379}, {@code https://[::]:2379}, {@code unix:///run/etcd.sock} or {@code
 * unixs://…}. As with etcd the host is an IP address or localhost, never a name that DNS could move. {@code plain} and
 * {@code tls} say what is spoken there: one of the two, or both where two URLs share an address.
 */
public record ListenUrl(String text, boolean plain, boolean tls, SocketAddress address) {
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
            case "http" -> new ListenUrl(text, true, false, inetAddress(uri, text));
            case "https" -> new ListenUrl(text, false, true, inetAddress(uri, text));
            case "unix" -> new ListenUrl(text, true, false, socketFile(text));
            case "unixs" -> new ListenUrl(text, false, true, socketFile(text));
            default ->
                throw new ListenException(
                        "listen URL \"" + text + "\" must begin with http://, https://, unix:// or unixs://");
        };
    }

    /**
     * Each address once, in order, as in etcd: {@code http://127.0.0.1:2379} and {@code https://127.0.0.1:2379} become one
     * that serves both.
     */
    public static List<ListenUrl> shared(List<ListenUrl> urls) {
        List<ListenUrl> all = new ArrayList<>();
        Map<SocketAddress, ListenUrl> byAddress = new LinkedHashMap<>();
        for (ListenUrl url : urls) {
            if (url.hasFixedAddress()) {
                byAddress.merge(url.address(), url, ListenUrl::with);
            } else {
                all.add(url);
            }
        }
        all.addAll(byAddress.values());
        return List.copyOf(all);
    }

    private ListenUrl with(ListenUrl other) {
        String both = text.equals(other.text) ? text : text + "," + other.text;
        return new ListenUrl(both, plain || other.plain, tls || other.tls, address);
    }

    /** False for port 0, which the system makes a free one each time. */
    public boolean hasFixedAddress() {
        return !(address instanceof InetSocketAddress inet) || inet.getPort() != 0;
    }

    public boolean unix() {
        return address instanceof DomainSocketAddress;
    }

    private static InetSocketAddress inetAddress(URI uri, String text) {
        if (uri.getHost() == null || uri.getPort() < 0 || uri.getPort() > 65535) {
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
