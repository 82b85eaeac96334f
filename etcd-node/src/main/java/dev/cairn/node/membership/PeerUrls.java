// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.membership;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * URLs as etcd takes them in flags and requests: http, https, unix or unixs, with host and port and nothing behind.
 * Ids are computed over the strings, so reading keeps them as they are, trimmed and sorted.
 */
public final class PeerUrls {
    /** Host names with underscores are common in container networks, and java.net.URI finds no host in them. */
    private static final Pattern ADDRESS = Pattern.compile("(\\[[^]]+]|[^:@]*):([0-9]{1,5})");

    private PeerUrls() {}

    /** Checks and sorts; fails with IllegalArgumentException naming the URL and what is wrong with it. */
    public static List<String> parse(List<String> urls) {
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("no URL is given");
        }
        List<String> checked = new ArrayList<>();
        for (String url : urls) {
            checked.add(check(url.trim()));
        }
        checked.sort(null);
        return List.copyOf(checked);
    }

    private static String check(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("URL \"" + url + "\" is malformed: " + e.getReason(), e);
        }
        switch (uri.getScheme()) {
            case "http", "https" -> checkAddress(url, uri);
            case "unix", "unixs" -> {
                // A socket's path is all there is to it.
            }
            case null, default ->
                throw new IllegalArgumentException(
                        "URL \"" + url + "\": the scheme must be http, https, unix or unixs");
        }
        return url;
    }

    private static void checkAddress(String url, URI uri) {
        Matcher address = ADDRESS.matcher(String.valueOf(uri.getRawAuthority()));
        if (!address.matches() || Integer.parseInt(address.group(2)) > 65535) {
            throw new IllegalArgumentException("URL \"" + url + "\" does not have the form scheme://host:port");
        }
        if (!uri.getPath().isEmpty() || uri.getQuery() != null || uri.getFragment() != null) {
            throw new IllegalArgumentException("URL \"" + url + "\" must not go on behind the port");
        }
    }

    /** The URL with the host's addresses in place of the host; as it is where it has none. */
    static String resolved(String url, HostResolver resolver) {
        URI uri = URI.create(url);
        Matcher address = ADDRESS.matcher(String.valueOf(uri.getRawAuthority()));
        if (!address.matches() || address.group(1).isEmpty()) {
            return url;
        }
        List<String> addresses =
                resolver.resolve(address.group(1)).stream().sorted().toList();
        return addresses.isEmpty() ? url : uri.getScheme() + "://" + addresses + ":" + address.group(2);
    }
}
