// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.utility;

import dev.cairn.node.cli.CommandFailure;
import dev.cairn.node.client.ClusterOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** How much memory the first endpoint's process holds, as its metrics page tells. */
final class ResidentMemory implements AutoCloseable {
    private static final String METRIC = "process_resident_memory_bytes ";

    private final String url;
    private final HttpClient http;

    ResidentMemory(ClusterOptions options) {
        String endpoint = options.endpoints().getFirst();
        this.url = (endpoint.contains("://") ? endpoint : "http://" + endpoint) + "/metrics";
        HttpClient.Builder builder = HttpClient.newBuilder();
        if (url.startsWith("https") && options.trust() != null) {
            builder.sslContext(context(options));
        }
        this.http = builder.build();
    }

    private static SSLContext context(ClusterOptions options) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    options.trust().keys().toArray(KeyManager[]::new),
                    options.trust().authorities().toArray(TrustManager[]::new),
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new CommandFailure(CommandFailure.ERROR, e.getMessage());
        }
    }

    /** @param when for the complaint */
    double bytes(String when) throws InterruptedException {
        try {
            HttpResponse<String> page =
                    http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
            return page.body()
                    .lines()
                    .filter(line -> line.startsWith(METRIC))
                    .mapToDouble(line -> Double.parseDouble(line.substring(METRIC.length())))
                    .findFirst()
                    .orElseThrow(() -> unreadable(when, "no " + METRIC.strip() + " at " + url));
        } catch (IOException e) {
            throw unreadable(when, url + ": " + e);
        }
    }

    private static CommandFailure unreadable(String when, String why) {
        return new CommandFailure(
                CommandFailure.ERROR,
                "could not read process_resident_memory_bytes " + when + " the put operations: " + why);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
