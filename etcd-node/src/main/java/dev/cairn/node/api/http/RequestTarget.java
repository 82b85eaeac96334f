// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a request line asks for, read as Go's net/url reads it: {@code /path?query}, {@code *} or, as proxies write it,
 * {@code http://host/path?query}. {@code host} is null unless the target names one; it then counts instead of the Host
 * header. {@code escapedPath} is the path as it was sent, {@code path} the same percent-decoded.
 */
record RequestTarget(String host, String escapedPath, String path, String query) {
    static final String ASTERISK = "*";

    private static final int HEX = 16;

    /** Null where Go answers 400. */
    static RequestTarget parse(String method, String text) {
        if (text.isEmpty() || text.chars().anyMatch(each -> each < ' ' || each == 0x7f)) {
            return null;
        }
        if (text.equals(ASTERISK)) {
            return new RequestTarget(null, ASTERISK, ASTERISK, "");
        }
        int question = text.indexOf('?');
        String query = question < 0 ? "" : text.substring(question + 1);
        String rest = question < 0 ? text : text.substring(0, question);
        if (rest.startsWith("/")) {
            return of(null, rest, query);
        }
        if (method.equals("CONNECT")) {
            return withAuthority(rest, query);
        }
        int colon = schemeLength(rest);
        if (colon == 0) {
            return null;
        }
        rest = rest.substring(colon + 1);
        if (rest.startsWith("//")) {
            return withAuthority(rest.substring(2), query);
        }
        // With a scheme and without a slash there is no path at all, as in mailto:x.
        return of(null, rest.startsWith("/") ? rest : "", query);
    }

    /** The values of a query parameter; pairs that are not well formed are passed over. */
    List<String> queryValues(String name) {
        List<String> values = new ArrayList<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            String key = decode(equals < 0 ? pair : pair.substring(0, equals), true);
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1), true);
            if (pair.indexOf(';') < 0 && value != null && name.equals(key)) {
                values.add(value);
            }
        }
        return values;
    }

    /**
     * The path without empty, {@code .} and {@code ..} elements, still escaped; a path that differs from it is answered
     * with a redirect to it.
     */
    String cleanPath() {
        List<String> kept = new ArrayList<>();
        for (String element : escapedPath.split("/")) {
            if (element.equals("..")) {
                if (!kept.isEmpty()) {
                    kept.removeLast();
                }
            } else if (!element.isEmpty() && !element.equals(".")) {
                kept.add(element);
            }
        }
        String clean = "/" + String.join("/", kept);
        return escapedPath.endsWith("/") && !kept.isEmpty() ? clean + "/" : clean;
    }

    private static RequestTarget withAuthority(String authorityAndPath, String query) {
        int slash = authorityAndPath.indexOf('/');
        String authority = slash < 0 ? authorityAndPath : authorityAndPath.substring(0, slash);
        String host = authority.substring(authority.lastIndexOf('@') + 1);
        return isHost(host) ? of(host, slash < 0 ? "" : authorityAndPath.substring(slash), query) : null;
    }

    private static RequestTarget of(String host, String escapedPath, String query) {
        String path = decode(escapedPath, false);
        return path == null ? null : new RequestTarget(host, escapedPath, path, query);
    }

    /** How many characters come before the colon of a scheme; 0 without one. */
    private static int schemeLength(String text) {
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            boolean letter = (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z');
            boolean later = (each >= '0' && each <= '9') || each == '+' || each == '-' || each == '.';
            if (each == ':') {
                return i;
            }
            if (!letter && (i == 0 || !later)) {
                return 0;
            }
        }
        return 0;
    }

    /** A name or an address, in brackets if it has colons, and perhaps a port. */
    private static boolean isHost(String host) {
        int closing = host.lastIndexOf(']');
        if (host.indexOf('[') > 0 || host.startsWith("[") != (closing > 0)) {
            return false;
        }
        int colon = host.indexOf(':', closing + 1);
        String name = colon < 0 ? host : host.substring(0, colon);
        String port = colon < 0 ? "" : host.substring(colon + 1);
        return RequestForm.isHostText(name) && port.chars().allMatch(each -> each >= '0' && each <= '9');
    }

    /** Null where an escape is not two hexadecimal digits. Bytes beyond ASCII stand for themselves. */
    private static String decode(String text, boolean plusIsSpace) {
        if (text.indexOf('%') < 0 && !(plusIsSpace && text.indexOf('+') >= 0)) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each == '%') {
                int high = i + 2 <= text.length() - 1 ? Character.digit(text.charAt(i + 1), HEX) : -1;
                int low = i + 2 <= text.length() - 1 ? Character.digit(text.charAt(i + 2), HEX) : -1;
                if (high < 0 || low < 0) {
                    return null;
                }
                bytes.write(high * HEX + low);
                i += 2;
            } else {
                bytes.write(plusIsSpace && each == '+' ? ' ' : each);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
