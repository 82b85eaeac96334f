// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.bootstrap;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Says under {@code /q/health/started} whether the controllers run, and what they wait for. */
@Startup
@Singleton
public class StartHealth implements HealthCheck {
    private final OperatorStart start;

    StartHealth(OperatorStart start) {
        this.start = start;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("controllers").status(start.started());
        return (start.started() ? response : response.withData("waiting for", start.waitsFor())).build();
    }
}
