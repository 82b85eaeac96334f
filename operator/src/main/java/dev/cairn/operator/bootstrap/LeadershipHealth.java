// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.bootstrap;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Says under {@code /q/health} who leads. An operator that stands back is as healthy as the one that works. */
@Readiness
@Singleton
public class LeadershipHealth implements HealthCheck {
    private final Leadership leadership;

    LeadershipHealth(Leadership leadership) {
        this.leadership = leadership;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("leadership")
                .up()
                .withData("lease", leadership.lease())
                .withData("leads", leadership.leads())
                .withData("leader", leadership.leader().isEmpty() ? "not known yet" : leadership.leader())
                .build();
    }
}
