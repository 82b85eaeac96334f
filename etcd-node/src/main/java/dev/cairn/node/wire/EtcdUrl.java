// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wire;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;

/**
 * One of etcd's URLs: {@code http://host:port} or {@code https://host:port}, or {@code unix://} and {@code unixs://} with
 * the path of a socket file. They are judged as etcd's {@code types.NewURLs} does over Go's {@code net/url}, in its
 * words: host names with underscores are common in container networks, and {@code java.net.URI} finds no host in them.
 *
 * <p>Stricter than etcd where nobody could listen or dial: no user, query or fragment, a port from 0 to 65535 without
 * leading zeros, a host name in ASCII, a zone without a percent sign, a path for a socket.
 *
 * @param scheme in lower case
 * @param host an IPv6 address without its brackets; may be empty. Of a socket the name that its certificate must have
 * @param port of a socket what its URL says or -1
 * @param socketFile all that stands behind {@code unix://}, as etcd's peers take it; null where there is a host
 */
public record EtcdUrl(String scheme, String host, int port, String socketFile) {
    public static final int MAX_PORT = 65535;
    private static final int MAX_PORT_DIGITS = 5;
    private static final String AUTHORITY = "//";
    private static final String SOCKET_HOST = "localhost";
    private static final String HOST_SIGNS = "-_.~!$&'()*+,;=:[]<>\"";

    /**
     * Surrounding blanks do not count.
     *
     * @throws IllegalArgumentException in etcd's words
     */
    public static EtcdUrl parse(String text) {
        EtcdUrl url = ofAnyPort(text);
        if (url.port() > MAX_PORT) {
            throw noHostAndPort(text.trim());
        }
        return url;
    }

    /** As above, with a port that may be too large: Go finds that out when it listens, and not in the flags. */
    public static EtcdUrl ofAnyPort(String text) {
        String url = text.trim();
        if (url.chars().anyMatch(Character::isISOControl)) {
            throw malformed(url, "net/url: invalid control character in URL");
        }
        String scheme = scheme(url);
        String rest = url.substring(scheme.isEmpty() ? 0 : scheme.length() + 1);
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "http", "https" -> inet(url, scheme.toLowerCase(Locale.ROOT), rest);
            case "unix", "unixs" -> socket(url, scheme.toLowerCase(Locale.ROOT), rest);
            default -> throw new IllegalArgumentException("URL scheme must be http, https, unix, or unixs: " + url);
        };
    }

    /** Parsed and sorted by their text: ids of members are computed over that. */
    public static List<EtcdUrl> parseAll(List<String> texts) {
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("no valid URLs given");
        }
        return texts.stream()
                .map(EtcdUrl::parse)
                .sorted((a, b) -> a.toString().compareTo(b.toString()))
                .toList();
    }

    /** Empty where Go finds none. */
    private static String scheme(String url) {
        for (int i = 0; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c == ':' && i == 0) {
                throw malformed(url, "missing protocol scheme");
            }
            if (c == ':') {
                return url.substring(0, i);
            }
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            if (!letter && (i == 0 || "0123456789+-.".indexOf(c) < 0)) {
                break;
            }
        }
        int slash = url.indexOf('/');
        if ((slash < 0 ? url : url.substring(0, slash)).indexOf(':') >= 0) {
            throw malformed(url, "first path segment in URL cannot contain colon");
        }
        return "";
    }

    private static EtcdUrl inet(String url, String scheme, String rest) {
        if (!rest.startsWith(AUTHORITY)) {
            throw noHostAndPort(url);
        }
        int slash = rest.indexOf('/', AUTHORITY.length());
        String authority = rest.substring(AUTHORITY.length(), slash < 0 ? rest.length() : slash);
        if (authority.chars().anyMatch(c -> c == '@' || c == '?' || c == '#')) {
            throw noHostAndPort(url);
        }
        int behindHost = behindHost(url, authority);
        String host = authority.substring(0, behindHost);
        int port = port(url, authority.substring(behindHost));
        if (slash >= 0) {
            throw new IllegalArgumentException("URL must not contain a path: " + url);
        }
        return new EtcdUrl(scheme, host.startsWith("[") ? address(url, host) : name(url, host), port, null);
    }

    /** Where the colon of the port must be. */
    private static int behindHost(String url, String authority) {
        int open = authority.lastIndexOf('[');
        int close = authority.lastIndexOf(']');
        if (open > 0) {
            throw malformed(url, "invalid IP-literal");
        }
        if (open == 0 && close < 0) {
            throw malformed(url, "missing ']' in host");
        }
        if (open == 0) {
            return close + 1;
        }
        int colon = authority.lastIndexOf(':');
        return colon < 0 ? authority.length() : colon;
    }

    private static int port(String url, String colonPort) {
        if (!colonPort.isEmpty() && !colonPort.matches(":[0-9]*")) {
            throw malformed(url, "invalid port " + quoted(colonPort) + " after host");
        }
        if (colonPort.length() < 2 || colonPort.length() > 1 + MAX_PORT_DIGITS || colonPort.matches(":0.+")) {
            throw noHostAndPort(url);
        }
        return Integer.parseInt(colonPort.substring(1));
    }

    private static String name(String url, String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            boolean word = c < 128 && Character.isLetterOrDigit(c);
            if (c == '%') {
                throw badEscape(url, host, i);
            }
            if (!word && HOST_SIGNS.indexOf(c) < 0) {
                throw malformed(url, "invalid character " + quoted(String.valueOf(c)) + " in host name");
            }
        }
        if (host.indexOf(':') >= 0) {
            throw noHostAndPort(url);
        }
        return host;
    }

    /** Its zone, if any, stands behind {@code %25}. */
    private static String address(String url, String bracketed) {
        String address = bracketed.substring(1, bracketed.length() - 1);
        int percent = address.indexOf('%');
        if (percent >= 0 && !address.startsWith("%25", percent)) {
            throw badEscape(url, address, percent);
        }
        int another = address.indexOf('%', percent + 1);
        if (percent >= 0 && another >= 0) {
            throw badEscape(url, address, another);
        }
        String literal = percent < 0 ? address : address.substring(0, percent);
        boolean v6 = literal.indexOf(':') >= 0;
        try {
            InetAddress.ofLiteral(literal);
        } catch (IllegalArgumentException e) {
            throw malformed(url, "invalid host: ParseAddr(" + quoted(literal) + "): unable to parse IP");
        }
        if (!v6) {
            throw malformed(url, "invalid IP-literal");
        }
        return percent < 0 ? literal : literal + "%" + address.substring(percent + "%25".length());
    }

    private static EtcdUrl socket(String url, String scheme, String rest) {
        if (!rest.startsWith(AUTHORITY) || rest.length() == AUTHORITY.length()) {
            throw new IllegalArgumentException("URL needs the path of a socket file: " + url);
        }
        String file = rest.substring(AUTHORITY.length());
        int slash = file.indexOf('/');
        String authority = slash < 0 ? file : file.substring(0, slash);
        int colon = authority.lastIndexOf(':');
        boolean numbered = colon >= 0 && authority.substring(colon).matches(":[0-9]{1,5}");
        String host = numbered ? authority.substring(0, colon) : authority;
        int port = numbered ? Integer.parseInt(authority.substring(colon + 1)) : -1;
        return new EtcdUrl(scheme, host.isEmpty() ? SOCKET_HOST : host, port, file);
    }

    private static IllegalArgumentException noHostAndPort(String url) {
        return new IllegalArgumentException("URL address does not have the form \"host:port\": " + url);
    }

    private static IllegalArgumentException badEscape(String url, String text, int at) {
        String escape = text.substring(at, Math.min(at + 3, text.length()));
        return malformed(url, "invalid URL escape " + quoted(escape));
    }

    private static IllegalArgumentException malformed(String url, String why) {
        return new IllegalArgumentException("parse " + quoted(url) + ": " + why);
    }

    /** As Go's %q. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\t' -> quoted.append("\\t");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                default -> quoted.append(Character.isISOControl(c) ? String.format("\\x%02x", (int) c) : c);
            }
        }
        return quoted.append('"').toString();
    }

    public boolean isTls() {
        return scheme.equals("https") || scheme.equals("unixs");
    }

    public boolean isSocket() {
        return socketFile != null;
    }

    /** For the Host header: the host, an IPv6 address in brackets, with the port where there is one. */
    public String authority() {
        String bracketed = host.indexOf(':') < 0 ? host : "[" + host.replace("%", "%25") + "]";
        return port < 0 ? bracketed : bracketed + ":" + port;
    }

    /** In Go's text form. */
    @Override
    public String toString() {
        return scheme + "://" + (isSocket() ? socketFile : authority());
    }
}
