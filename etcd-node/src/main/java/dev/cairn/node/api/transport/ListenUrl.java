// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.transport;

import dev.cairn.node.wire.EtcdUrl;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
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
        try {
            return of(EtcdUrl.ofAnyPort(text));
        } catch (IllegalArgumentException e) {
            throw new ListenException(e.getMessage());
        }
    }

    /** Throws {@link ListenException} where the host is a name. */
    public static ListenUrl of(EtcdUrl url) {
        SocketAddress address = url.isSocket() ? new DomainSocketAddress(url.socketFile()) : inetAddress(url);
        return new ListenUrl(url.toString(), !url.isTls(), url.isTls(), address);
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

    private static InetSocketAddress inetAddress(EtcdUrl url) {
        boolean literal = url.host().indexOf(':') >= 0 || url.host().matches("[0-9]+(\\.[0-9]+){3}");
        if (!literal && !url.host().equals("localhost")) {
            throw new ListenException("expected IP in URL for binding (" + url + ")");
        }
        if (url.port() > EtcdUrl.MAX_PORT) {
            throw new ListenException("listen tcp: address " + url.port() + ": invalid port (" + url + ")");
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(url.host()), url.port());
        } catch (UnknownHostException e) {
            throw new ListenException("expected IP in URL for binding (" + url + ")");
        }
    }
}
