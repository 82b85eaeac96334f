// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.testkit;

import dev.cairn.operator.naming.AddressBook;
import dev.cairn.operator.naming.ClusterKey;
import dev.cairn.testkit.Ports;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Members on ports of 127.0.0.1, each with its own for good. */
public final class LocalAddressBook implements AddressBook {
    /** A member's ports. */
    record MemberPorts(int client, int peer, int metrics) {}

    private final Map<String, MemberPorts> ports = new ConcurrentHashMap<>();

    MemberPorts of(String member) {
        return ports.computeIfAbsent(member, any -> new MemberPorts(Ports.free(), Ports.free(), Ports.free()));
    }

    @Override
    public String peerUrl(ClusterKey cluster, String member, boolean tls) {
        return scheme(tls) + of(member).peer();
    }

    @Override
    public String clientUrl(ClusterKey cluster, String member, boolean tls) {
        return scheme(tls) + of(member).client();
    }

    @Override
    public Optional<String> memberAt(ClusterKey cluster, String peerUrl) {
        int port = URI.create(peerUrl).getPort();
        return ports.entrySet().stream()
                .filter(each -> each.getValue().peer() == port)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    @Override
    public List<String> certificateNames(ClusterKey cluster, String member) {
        return List.of(member, "localhost", "127.0.0.1");
    }

    @Override
    public String clientServiceHost(ClusterKey cluster) {
        return cluster.clientService() + "." + cluster.namespace() + ".svc";
    }

    private static String scheme(boolean tls) {
        return (tls ? "https" : "http") + "://127.0.0.1:";
    }
}
