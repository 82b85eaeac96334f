// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.naming;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Addresses as a cluster's DNS gives them: a member's host name within the headless Service. URLs end in {@code .svc}
 * and leave the cluster's domain to the resolver's search list, so they hold in a cluster of any domain; certificates
 * name both forms, for a Go member looks its peers' addresses up in reverse and gets the long one.
 */
public final class DnsAddressBook implements AddressBook {
    public static final int CLIENT_PORT = 2379;
    public static final int PEER_PORT = 2380;
    public static final int METRICS_PORT = 2381;

    private final String clusterDomain;

    /** @param clusterDomain the Kubernetes cluster's DNS domain, such as cluster.local */
    public DnsAddressBook(String clusterDomain) {
        this.clusterDomain = clusterDomain;
    }

    @Override
    public String peerUrl(ClusterKey cluster, String member, boolean tls) {
        return url(cluster, member, tls, PEER_PORT);
    }

    @Override
    public String clientUrl(ClusterKey cluster, String member, boolean tls) {
        return url(cluster, member, tls, CLIENT_PORT);
    }

    @Override
    public Optional<String> memberAt(ClusterKey cluster, String peerUrl) {
        String host = URI.create(peerUrl).getHost();
        String domain = "." + peerDomain(cluster);
        return host != null && host.endsWith(domain)
                ? Optional.of(host.substring(0, host.length() - domain.length()))
                : Optional.empty();
    }

    @Override
    public List<String> certificateNames(ClusterKey cluster, String member) {
        String peers = peerDomain(cluster);
        String clients = clientServiceHost(cluster);
        String service = cluster.clientService();
        return List.of(
                member,
                member + "." + cluster.peerService(),
                member + "." + cluster.peerService() + "." + cluster.namespace(),
                member + "." + peers,
                member + "." + peers + "." + clusterDomain,
                "*." + peers,
                "*." + peers + "." + clusterDomain,
                service,
                service + "." + cluster.namespace(),
                clients,
                clients + "." + clusterDomain,
                "localhost",
                "127.0.0.1",
                "::1");
    }

    @Override
    public String clientServiceHost(ClusterKey cluster) {
        return cluster.clientService() + "." + cluster.namespace() + ".svc";
    }

    private static String url(ClusterKey cluster, String member, boolean tls, int port) {
        return (tls ? "https://" : "http://") + member + "." + peerDomain(cluster) + ":" + port;
    }

    private static String peerDomain(ClusterKey cluster) {
        return cluster.peerService() + "." + cluster.namespace() + ".svc";
    }
}
