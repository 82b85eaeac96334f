// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.http;

import dev.cairn.node.server.Health;
import dev.cairn.node.server.MemoryLevel;
import dev.cairn.node.server.Reply;
import dev.cairn.node.wire.etcdserverpb.AlarmType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * {@code /livez} and {@code /readyz} and each of their checks alone: {@code ok}, or 503 with a line per check. {@code
 * ?verbose} shows the lines in any case, {@code ?exclude=name} leaves a check out. Beside etcd's checks there is one of
 * memory; it has a line only where it fails.
 */
public final class ProbeRoutes {
    private static final String MEMORY = "memory";

    private final Health health;
    private final MeterRegistry registry;
    private final Supplier<MemoryLevel> memory;

    public ProbeRoutes(Health health, MeterRegistry registry, Supplier<MemoryLevel> memory) {
        this.health = health;
        this.registry = registry;
        this.memory = memory;
    }

    /** Completes with null when the check passed, else with what is wrong. */
    private interface Check {
        void run(Consumer<String> outcome);
    }

    private record Named(String name, Check check, AtomicLong last, Counter successes, Counter errors) {}

    public void addTo(HttpRouter router) {
        Named serializable = named("livez", "serializable_read", read(health::serializableRead));
        add(router, "/livez", List.of(serializable));
        add(
                router,
                "/readyz",
                List.of(
                        named("readyz", "data_corruption", this::noCorruption),
                        named("readyz", "serializable_read", read(health::serializableRead)),
                        named("readyz", "linearizable_read", read(health::linearizableRead)),
                        named("readyz", "non_learner", this::notLearner),
                        named("readyz", MEMORY, this::notExhausted)));
    }

    private void add(HttpRouter router, String path, List<Named> checks) {
        router.get(path, exchange -> {
            List<String> excluded = exchange.query("exclude");
            new Run(
                            exchange,
                            checks.stream()
                                    .filter(each -> !excluded.contains(each.name()))
                                    .toList())
                    .next();
        });
        for (Named check : checks) {
            router.get(path + "/" + check.name(), exchange -> new Run(exchange, List.of(check)).next());
        }
    }

    private Named named(String type, String name, Check check) {
        AtomicLong last = new AtomicLong();
        Gauge.builder("etcd_server_healthcheck", last, AtomicLong::get)
                .description("The result of each kind of healthcheck.")
                .tag("type", type)
                .tag("name", name)
                .register(registry);
        return new Named(name, check, last, counter(type, name, "success"), counter(type, name, "error"));
    }

    private Counter counter(String type, String name, String status) {
        return Counter.builder("etcd_server_healthchecks_total")
                .description("The total number of each kind of healthcheck.")
                .tag("type", type)
                .tag("name", name)
                .tag("status", status)
                .register(registry);
    }

    private static Check read(Consumer<Reply<Void>> read) {
        return outcome -> read.accept(new Reply<>() {
            @Override
            public void done(Void nothing) {
                outcome.accept(null);
            }

            @Override
            public void failed(RuntimeException error) {
                outcome.accept(error.getMessage());
            }
        });
    }

    private void noCorruption(Consumer<String> outcome) {
        boolean corrupt = health.alarms().stream().anyMatch(each -> each.getAlarm() == AlarmType.CORRUPT);
        outcome.accept(corrupt ? "alarm activated: CORRUPT" : null);
    }

    private void notExhausted(Consumer<String> outcome) {
        boolean exhausted = memory.get() == MemoryLevel.EXHAUSTED;
        outcome.accept(exhausted ? "the process has almost no memory left" : null);
    }

    private void notLearner(Consumer<String> outcome) {
        outcome.accept(health.isLearner() ? "not supported for learner" : null);
    }

    /** One request: its checks run one after the other, as each may answer later. */
    private static final class Run {
        private final HttpExchange exchange;
        private final List<Named> checks;
        private final List<String> lines = new ArrayList<>();
        private int done;
        private boolean failed;

        Run(HttpExchange exchange, List<Named> checks) {
            this.exchange = exchange;
            this.checks = checks;
        }

        void next() {
            if (done == checks.size()) {
                answer();
                return;
            }
            Named named = checks.get(done);
            named.check().run(trouble -> {
                named.last().set(trouble == null ? 1 : 0);
                (trouble == null ? named.successes() : named.errors()).increment();
                failed |= trouble != null;
                done++;
                if (trouble != null) {
                    lines.add("[-]" + named.name() + " failed: " + trouble);
                } else if (!named.name().equals(MEMORY)) {
                    lines.add("[+]" + named.name() + " ok");
                }
                next();
            });
        }

        private void answer() {
            String report = String.join("\n", lines) + (lines.isEmpty() ? "" : "\n");
            if (failed) {
                exchange.respondText(503, report);
            } else {
                exchange.respondText(200, exchange.query("verbose").isEmpty() ? "ok" : report + "ok");
            }
        }
    }
}
