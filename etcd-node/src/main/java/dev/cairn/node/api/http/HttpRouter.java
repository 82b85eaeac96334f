// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the route of a path: exact paths first, then prefixes in the order they were added, then 404. A path that only
 * means the same as another ({@code //health}) is answered with a redirect to that, as Go's ServeMux does.
 */
public final class HttpRouter implements HttpRoute {
    private static final String HTML = "text/html; charset=utf-8";

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
        RequestTarget target = exchange.target();
        if (target.path().equals(RequestTarget.ASTERISK)) {
            exchange.respond(400, null, new byte[0]);
            return;
        }
        String clean = withSlash(target.cleanPath());
        if (!exchange.method().equals("CONNECT") && !clean.equals(target.escapedPath())) {
            redirect(exchange, target.query().isEmpty() ? clean : clean + "?" + target.query());
            return;
        }
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

    /** The path of everything below it stands for the prefix itself. */
    private String withSlash(String path) {
        boolean all = !exact.containsKey(path)
                && prefixes.stream().anyMatch(each -> each.path().equals(path + "/"));
        return all ? path + "/" : path;
    }

    /** As Go's ServeMux: the same method again, at the path that means the same. */
    private static void redirect(HttpExchange exchange, String location) {
        String escaped = ascii(location);
        exchange.addHeader(HttpHeaderNames.LOCATION, escaped);
        boolean page = exchange.method().equals("GET") || exchange.method().equals("HEAD");
        String text = page ? "<a href=\"" + html(location) + "\">Temporary Redirect</a>.\n\n" : "";
        exchange.respond(307, page ? HTML : null, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String ascii(String location) {
        StringBuilder out = new StringBuilder(location.length());
        location.chars().forEach(each -> {
            if (each < 0x80) {
                out.append((char) each);
            } else {
                out.append('%').append(Integer.toHexString(each));
            }
        });
        return out.toString();
    }

    private static String html(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&#34;")
                .replace("'", "&#39;");
    }
}
