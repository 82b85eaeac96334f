// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.http;

import dev.cairn.node.server.Health;
import dev.cairn.node.server.Reply;
import dev.cairn.node.wire.etcdserverpb.AlarmMember;
import dev.cairn.node.wire.etcdserverpb.AlarmType;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** {@code /version} and {@code /health}, worded as etcd words them: health is a string, not a boolean. */
public final class StatusRoutes {
    private final Health health;
    private final AtomicLong successes = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();

    public StatusRoutes(Health health, MeterRegistry registry) {
        this.health = health;
        Gauge.builder("etcd_server_health_success", successes, AtomicLong::get)
                .description("The total number of successful health checks")
                .register(registry);
        Gauge.builder("etcd_server_health_failures", failures, AtomicLong::get)
                .description("The total number of failed health checks")
                .register(registry);
    }

    public void addVersion(HttpRouter router) {
        router.get("/version", exchange -> exchange.respond(200, HttpExchange.JSON, bytes(versions())));
    }

    public void addHealth(HttpRouter router) {
        router.get("/health", this::health);
    }

    private String versions() {
        String cluster = health.clusterVersion() == null ? "not_decided" : health.clusterVersion();
        String storage = health.storageVersion() == null ? "unknown" : health.storageVersion();
        return JsonText.object(json -> {
            json.writeStringField("etcdserver", health.serverVersion());
            json.writeStringField("etcdcluster", cluster);
            json.writeStringField("storage", storage);
        });
    }

    private void health(HttpExchange exchange) {
        List<String> given = exchange.query("serializable");
        boolean serializable = !given.isEmpty() && given.getFirst().equals("true");
        String trouble = trouble(exchange.query("exclude"), serializable);
        if (trouble != null) {
            unhealthy(exchange, trouble);
            return;
        }
        Reply<Void> read = new Reply<>() {
            @Override
            public void done(Void nothing) {
                successes.incrementAndGet();
                exchange.respond(200, HttpExchange.TEXT, bytes(healthText(true, "")));
            }

            @Override
            public void failed(RuntimeException error) {
                unhealthy(exchange, "RANGE ERROR:" + error.getMessage());
            }
        };
        if (serializable) {
            health.serializableRead(read);
        } else {
            health.linearizableRead(read);
        }
    }

    private String trouble(List<String> excluded, boolean serializable) {
        for (AlarmMember alarm : health.alarms()) {
            String name = alarm.getAlarm() == AlarmType.UNRECOGNIZED
                    ? "UNKNOWN"
                    : alarm.getAlarm().name();
            if (!excluded.contains(name)) {
                return "ALARM " + name;
            }
        }
        return serializable || health.hasLeader() ? null : "RAFT NO LEADER";
    }

    private void unhealthy(HttpExchange exchange, String reason) {
        failures.incrementAndGet();
        exchange.respondText(503, healthText(false, reason));
    }

    private static String healthText(boolean healthy, String reason) {
        return JsonText.object(json -> {
            json.writeStringField("health", String.valueOf(healthy));
            json.writeStringField("reason", reason);
        });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
