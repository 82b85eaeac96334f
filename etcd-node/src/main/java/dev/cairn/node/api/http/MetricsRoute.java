// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /metrics} in Prometheus' text format, whole numbers without a fraction as etcd's users expect them. The text is
 * made once for all who wait for it, one at a time: many scrapers cost as much as one.
 */
public final class MetricsRoute implements HttpRoute {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsRoute.class);
    private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** Doubles are exact up to here. */
    private static final double WHOLE_MAX = 1L << 53;

    private final PrometheusMeterRegistry registry;
    private final Executor blocking;
    private final List<HttpExchange> waiting = new ArrayList<>();
    private boolean collecting;

    public MetricsRoute(PrometheusMeterRegistry registry, Executor blocking) {
        this.registry = registry;
        this.blocking = blocking;
    }

    /** Whoever asks while the text is being made waits, with all others, for the next one. */
    @Override
    public void handle(HttpExchange exchange) {
        boolean first;
        synchronized (waiting) {
            waiting.add(exchange);
            first = !collecting;
            collecting = true;
        }
        if (first) {
            blocking.execute(this::collect);
        }
    }

    private void collect() {
        List<HttpExchange> all;
        synchronized (waiting) {
            all = List.copyOf(waiting);
            waiting.clear();
        }
        answer(all);
        boolean more;
        synchronized (waiting) {
            more = !waiting.isEmpty();
            collecting = more;
        }
        if (more) {
            blocking.execute(this::collect);
        }
    }

    private void answer(List<HttpExchange> all) {
        try {
            byte[] text = wholeNumbers(registry.scrape(CONTENT_TYPE)).getBytes(StandardCharsets.UTF_8);
            all.forEach(exchange -> exchange.respond(200, CONTENT_TYPE, text));
        } catch (RuntimeException e) {
            LOG.error("metrics cannot be collected", e);
            all.forEach(HttpExchange::abort);
        }
    }

    /** {@code a_total{b="c"} 2.0} becomes {@code a_total{b="c"} 2}; labels and comments stay as they are. */
    static String wholeNumbers(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (String line : text.split("\n")) {
            int space = line.lastIndexOf(' ');
            if (line.startsWith("#") || space < 0) {
                out.append(line);
            } else {
                out.append(line, 0, space + 1).append(whole(line.substring(space + 1)));
            }
            out.append('\n');
        }
        return out.toString();
    }

    private static String whole(String number) {
        if (!number.endsWith(".0") && number.indexOf('E') < 0) {
            return number;
        }
        double value = Double.parseDouble(number);
        return value == Math.rint(value) && Math.abs(value) <= WHOLE_MAX ? Long.toString((long) value) : number;
    }
}
