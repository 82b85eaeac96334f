// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the route of a path: exact paths first, then prefixes in the order they were added, then 404. */
public final class HttpRouter implements HttpRoute {
    private final Map<String, HttpRoute> exact = new LinkedHashMap<>();
    private final List<Prefix> prefixes = new ArrayList<>();

    private record Prefix(String path, HttpRoute route) {}

    /** A page that answers GET only, as etcd's status pages do; HEAD is not GET to them. */
    public HttpRouter get(String path, HttpRoute route) {
        return add(path, exchange -> {
            if (exchange.method().equals("GET")) {
                route.handle(exchange);
            } else {
                exchange.respondMethodNotAllowed();
            }
        });
    }

    /** A page for every method. */
    public HttpRouter add(String path, HttpRoute route) {
        exact.put(path, route);
        return this;
    }

    public HttpRouter prefix(String path, HttpRoute route) {
        prefixes.add(new Prefix(path, route));
        return this;
    }

    @Override
    public void handle(HttpExchange exchange) {
        HttpRoute route = exact.get(exchange.path());
        if (route == null) {
            route = prefixes.stream()
                    .filter(each -> exchange.path().startsWith(each.path()))
                    .map(Prefix::route)
                    .findFirst()
                    .orElse(missing -> missing.respondText(404, "404 page not found"));
        }
        route.handle(exchange);
    }
}
