// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /metrics} in Prometheus' text format, whole numbers without a fraction as etcd's users expect them. The text is
 * made once for all who wait for it, one at a time: many scrapers cost as much as one.
 */
public final class MetricsRoute implements HttpRoute {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsRoute.class);
    private static final int OK = 200;
    private static final int FAILED = 500;
    private static final int BUSY = 503;
    private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** Doubles are exact up to here. */
    private static final double WHOLE_MAX = 1L << 53;

    private final PrometheusMeterRegistry registry;
    private final Supplier<String> figures;
    private final Map<Integer, Counter> answers = new TreeMap<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Executor blocking;
    private final List<HttpExchange> waiting = new ArrayList<>();
    private boolean collecting;

    /** {@code figures}: more text in the same format, made whenever somebody asks. */
    public MetricsRoute(PrometheusMeterRegistry registry, Supplier<String> figures, Executor blocking) {
        this.registry = registry;
        this.figures = figures;
        this.blocking = blocking;
        for (int status : List.of(OK, FAILED, BUSY)) {
            answers.put(
                    status,
                    Counter.builder("promhttp_metric_handler_requests_total")
                            .description("Scrapes by the status of their answer.")
                            .tag("code", String.valueOf(status))
                            .register(registry));
        }
        Gauge.builder("promhttp_metric_handler_requests_in_flight", inFlight, AtomicInteger::get)
                .description("Scrapes that wait for their answer.")
                .register(registry);
    }

    /** Whoever asks while the text is being made waits, with all others, for the next one. */
    @Override
    public void handle(HttpExchange exchange) {
        boolean first;
        inFlight.incrementAndGet();
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
            byte[] text =
                    (wholeNumbers(registry.scrape(CONTENT_TYPE)) + figures.get()).getBytes(StandardCharsets.UTF_8);
            answers.get(OK).increment(all.size());
            all.forEach(exchange -> exchange.respond(OK, CONTENT_TYPE, text));
        } catch (RuntimeException e) {
            LOG.error("metrics cannot be collected", e);
            answers.get(FAILED).increment(all.size());
            all.forEach(HttpExchange::abort);
        } finally {
            inFlight.addAndGet(-all.size());
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
