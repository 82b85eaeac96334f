// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.debug;

import dev.cairn.node.api.http.HttpExchange;
import dev.cairn.node.api.http.HttpRoute;
import dev.cairn.node.api.http.HttpRouter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * {@code /debug/vars}, and where asked for Go's pprof paths: {@code go tool pprof} reads what they answer. Profiles are
 * made by JDK Flight Recorder, one at a time, for {@link #MAX_SECONDS} at most and no longer than their client stays.
 */
public final class DebugPages implements Consumer<HttpRouter> {
    static final int MAX_SECONDS = 120;

    private static final String ROOT = "/debug/pprof/";
    private static final String BINARY = "application/octet-stream";
    private static final int BAD_REQUEST = 400;
    private static final int FAILED = 500;
    private static final int PROFILE_SECONDS = 30;
    private static final int SHORT_SECONDS = 1;

    private final Supplier<String> variables;
    private final boolean pprof;
    private final Executor blocking;
    private final AtomicBoolean recording = new AtomicBoolean();

    /** {@code variables}: the JSON object of {@code /debug/vars}; {@code blocking} waits while a profile is recorded. */
    public DebugPages(Supplier<String> variables, boolean pprof, Executor blocking) {
        this.variables = variables;
        this.pprof = pprof;
        this.blocking = blocking;
    }

    private interface Work {
        byte[] run(Duration duration, CountDownLatch unwanted) throws IOException, InterruptedException;
    }

    @Override
    public void accept(HttpRouter router) {
        router.get(
                "/debug/vars",
                exchange -> blocking.execute(() -> exchange.respond(
                        200, "application/json; charset=utf-8", variables.get().getBytes(StandardCharsets.UTF_8))));
        if (!pprof) {
            return;
        }
        router.add(
                ROOT + "cmdline",
                exchange -> exchange.respond(
                        200, HttpExchange.TEXT, String.join("\0", commandLine()).getBytes(StandardCharsets.UTF_8)));
        router.add(ROOT + "symbol", exchange -> exchange.respondText(200, "num_symbols: 1"));
        router.add(ROOT + "goroutine", threads());
        router.add(ROOT + "threadcreate", threads());
        router.add(ROOT + "profile", recorded(PROFILE_SECONDS, FlightProfile.CPU::record));
        router.add(ROOT + "heap", recorded(SHORT_SECONDS, FlightProfile.ALLOCATIONS::record));
        router.add(ROOT + "allocs", recorded(SHORT_SECONDS, FlightProfile.ALLOCATIONS::record));
        router.add(ROOT + "mutex", recorded(SHORT_SECONDS, FlightProfile.MONITORS::record));
        router.add(ROOT + "block", recorded(SHORT_SECONDS, FlightProfile.PARKS::record));
        router.add(ROOT + "trace", recorded(SHORT_SECONDS, FlightProfile::recording));
        router.add(ROOT, exchange -> exchange.respond(200, "text/html; charset=utf-8", index()));
    }

    /** As the system has it: of long arguments a process handle says none. Where there is no such file, the program alone. */
    static List<String> commandLine() {
        try {
            return List.of(Files.readString(Path.of("/proc/self/cmdline")).split("\0"));
        } catch (IOException none) {
            return List.of(ProcessHandle.current().info().command().orElse("etcd"));
        }
    }

    private HttpRoute threads() {
        return exchange -> blocking.execute(() -> {
            if (asksForText(exchange)) {
                exchange.respond(200, HttpExchange.TEXT, ThreadProfile.text().getBytes(StandardCharsets.UTF_8));
            } else {
                respond(exchange, ThreadProfile.pprof());
            }
        });
    }

    private static boolean asksForText(HttpExchange exchange) {
        return exchange.query("debug").stream().anyMatch(each -> !each.equals("0"));
    }

    private HttpRoute recorded(int defaultSeconds, Work work) {
        return exchange -> {
            int seconds = seconds(exchange, defaultSeconds);
            if (seconds < 0) {
                exchange.respondText(
                        BAD_REQUEST, "seconds must be a number from 1 to " + MAX_SECONDS + ": a profile is bounded");
            } else if (!recording.compareAndSet(false, true)) {
                exchange.respondText(FAILED, "Could not enable profiling: profiling already in use");
            } else {
                blocking.execute(() -> answer(exchange, work, Duration.ofSeconds(seconds)));
            }
        };
    }

    /** -1 where it is no number that is allowed. */
    private static int seconds(HttpExchange exchange, int otherwise) {
        List<String> given = exchange.query("seconds");
        if (given.isEmpty()) {
            return otherwise;
        }
        try {
            int seconds = Integer.parseInt(given.getFirst());
            return seconds >= 1 && seconds <= MAX_SECONDS ? seconds : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private void answer(HttpExchange exchange, Work work, Duration duration) {
        CountDownLatch gone = new CountDownLatch(1);
        exchange.onClose(gone::countDown);
        try {
            byte[] profile = work.run(duration, gone);
            respond(exchange, profile);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.abort();
        } catch (IOException | RuntimeException e) {
            exchange.respondText(FAILED, "Could not enable profiling: " + e.getMessage());
        } finally {
            recording.set(false);
        }
    }

    /** As a file, which a browser must not take for anything else. */
    private static void respond(HttpExchange exchange, byte[] profile) {
        String name = exchange.path().substring(ROOT.length());
        exchange.addHeader("X-Content-Type-Options", "nosniff");
        exchange.addHeader("Content-Disposition", "attachment; filename=\"" + name + "\"");
        exchange.respond(200, BINARY, profile);
    }

    private static byte[] index() {
        StringBuilder page = new StringBuilder("<html><head><title>/debug/pprof/</title></head><body><ul>\n");
        String[][] pages = {
            {"allocs?seconds=5", "where memory was allocated in that time"},
            {"block?seconds=5", "where threads waited in that time"},
            {"cmdline", "the command line"},
            {"goroutine?debug=1", "what each thread does"},
            {"heap?seconds=5", "as allocs"},
            {"mutex?seconds=5", "where threads waited for one another in that time"},
            {"profile?seconds=30", "where the processor's time went"},
            {"threadcreate?debug=1", "as goroutine"},
            {"trace?seconds=5", "the flight recording itself, for jfr and JDK Mission Control"},
        };
        for (String[] each : pages) {
            page.append("<li><a href=\"")
                    .append(each[0])
                    .append("\">")
                    .append(each[0])
                    .append("</a>: ");
            page.append(each[1]).append("</li>\n");
        }
        return page.append("</ul></body></html>\n").toString().getBytes(StandardCharsets.UTF_8);
    }
}
