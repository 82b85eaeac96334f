// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.List;

/**
 * etcd's {@code --cors} and {@code --host-whitelist}; {@code *} allows all. The whitelist protects plain connections
 * against DNS rebinding (CVE-2018-5702): who speaks TLS has proven a name already.
 */
public record HttpGuards(List<String> corsOrigins, List<String> hostWhitelist) {
    public static final HttpGuards OPEN = new HttpGuards(List.of("*"), List.of("*"));

    private static final String ALL = "*";

    /** Puts the guards before a route. */
    public HttpRoute guard(HttpRoute next) {
        return exchange -> {
            String host = hostName(exchange.host());
            if (!exchange.secure() && !hostAllowed(host)) {
                exchange.respondText(421, hint(host));
                return;
            }
            addCorsHeaders(exchange);
            if (exchange.method().equals("OPTIONS")) {
                exchange.respond(200, null, new byte[0]);
                return;
            }
            next.handle(exchange);
        };
    }

    private boolean hostAllowed(String host) {
        return hostWhitelist.isEmpty() || hostWhitelist.contains(ALL) || hostWhitelist.contains(host);
    }

    private void addCorsHeaders(HttpExchange exchange) {
        String origin = exchange.header("Origin");
        String allowed = null;
        if (corsOrigins.isEmpty() || corsOrigins.contains(ALL)) {
            allowed = ALL;
        } else if (origin != null && corsOrigins.contains(origin)) {
            allowed = origin;
        }
        if (allowed != null) {
            exchange.addHeader(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "POST, GET, OPTIONS, PUT, DELETE");
            exchange.addHeader(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, allowed);
            exchange.addHeader(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, "accept, content-type, authorization");
        }
    }

    /** The host without port and brackets. */
    private static String hostName(String host) {
        if (host.startsWith("[")) {
            int end = host.indexOf(']');
            return end < 0 ? host : host.substring(1, end);
        }
        int colon = host.indexOf(':');
        return colon < 0 ? host : host.substring(0, colon);
    }

    private static String hint(String host) {
        return "The Host \"" + host + "\" of this request is not one that this member expects. "
                + "Use TLS, where every host is accepted, or add it: --host-whitelist=" + host;
    }
}
