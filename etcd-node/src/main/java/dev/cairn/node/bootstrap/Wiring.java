// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The few objects that the framework makes; everything below them is constructed by hand, as in a simulation. */
final class Wiring {
    private Wiring() {}

    @Produces
    @Singleton
    static NodeConfig config() {
        return StartConfig.get();
    }

    @Produces
    @Singleton
    static PrometheusMeterRegistry metrics() {
        return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    }

    @Produces
    @Singleton
    static NodeProcess process(NodeConfig config, PrometheusMeterRegistry metrics) {
        return new NodeProcess(config, metrics);
    }
}
