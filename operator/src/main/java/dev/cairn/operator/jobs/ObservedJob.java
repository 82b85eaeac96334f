// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.jobs;

import dev.cairn.operator.agent.AgentReport;
import java.util.Optional;

/**
 * A Job of the backup agent.
 *
 * @param report what its newest pod that ended said
 * @param trouble why it failed, or why its pod does not run, in Kubernetes' words; empty when nothing is wrong
 */
public record ObservedJob(String name, String uid, Phase phase, Optional<AgentReport> report, String trouble) {
    /** How far a Job has come. */
    public enum Phase {
        ACTIVE,
        SUCCEEDED,
        FAILED
    }

    /** Whether it ended well and said so. */
    public boolean succeeded() {
        return phase == Phase.SUCCEEDED && report.map(AgentReport::succeeded).orElse(false);
    }

    /** One word for what went wrong, as far as is known. */
    public Optional<String> failureReason() {
        Optional<String> said = report.filter(each -> !each.succeeded()).map(AgentReport::reason);
        return said.isPresent() ? said : phase == Phase.FAILED ? Optional.of("JobFailed") : Optional.empty();
    }

    /** What went wrong, as far as is known. */
    public String failureMessage() {
        return report.filter(each -> !each.succeeded())
                .map(AgentReport::error)
                .orElseGet(() -> trouble.isEmpty() ? "Job " + name + " failed without saying why" : trouble);
    }
}
