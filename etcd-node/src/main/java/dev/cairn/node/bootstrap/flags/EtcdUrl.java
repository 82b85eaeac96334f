// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.flags;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** One of etcd's URLs: scheme, host and port (or the path of a unix socket), in Go's text form. */
public record EtcdUrl(String scheme, String host, int port) {
    private static final Set<String> SCHEMES = Set.of("http", "https", "unix", "unixs");

    public static EtcdUrl parse(String flag, String text) {
        try {
            URI uri = new URI(text);
            if (uri.getScheme() == null || !SCHEMES.contains(uri.getScheme())) {
                throw Values.invalid(flag, text, "URL scheme must be http, https, unix, or unixs");
            }
            if (uri.getScheme().startsWith("unix")) {
                return new EtcdUrl(uri.getScheme(), text.substring(text.indexOf("://") + 3), 0);
            }
            if (uri.getHost() == null || uri.getPort() < 0) {
                throw Values.invalid(flag, text, "URL must be scheme://host:port");
            }
            if (uri.getPath() != null && !uri.getPath().isEmpty()) {
                throw Values.invalid(flag, text, "URL must not contain a path");
            }
            return new EtcdUrl(uri.getScheme(), uri.getHost(), uri.getPort());
        } catch (URISyntaxException e) {
            throw Values.invalid(flag, text, "not a URL: " + e.getReason());
        }
    }

    public boolean isTls() {
        return scheme.equals("https") || scheme.equals("unixs");
    }

    @Override
    public String toString() {
        return scheme.startsWith("unix") ? scheme + "://" + host : scheme + "://" + host + ":" + port;
    }
}
