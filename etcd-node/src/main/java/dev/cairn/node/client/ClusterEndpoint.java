// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.client;

import dev.cairn.node.wire.EtcdUrl;

/** An endpoint as users write it, {@code host:port} as well as a URL, and whether it wants TLS. */
record ClusterEndpoint(EtcdUrl url) {
    private static final String SEPARATOR = "://";

    /** {@code tls} is for one without a scheme. A path behind the port does not count, as for etcd's Go client. */
    static ClusterEndpoint parse(String text, boolean tls) {
        String endpoint = text.trim();
        if (endpoint.startsWith("unix:") || endpoint.startsWith("unixs:")) {
            throw new IllegalArgumentException("sockets of a file are not dialled: " + endpoint);
        }
        int at = endpoint.indexOf(SEPARATOR);
        String scheme = at < 0 ? (tls ? "https" : "http") : endpoint.substring(0, at);
        String rest = at < 0 ? endpoint : endpoint.substring(at + SEPARATOR.length());
        int path = rest.indexOf('/');
        return new ClusterEndpoint(EtcdUrl.parse(scheme + SEPARATOR + (path < 0 ? rest : rest.substring(0, path))));
    }
}
