// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.testkit;

import dev.cairn.operator.etcd.EndpointStatus;
import java.util.List;

/** What members say of themselves. */
final class Answers {
    private Answers() {}

    /** The same, and these alarms in etcd's words. */
    static EndpointStatus alarmed(EndpointStatus answer, String... words) {
        return new EndpointStatus(
                answer.clusterId(),
                answer.memberId(),
                answer.version(),
                answer.leaderId(),
                answer.raftTerm(),
                answer.appliedIndex(),
                answer.revision(),
                answer.learner(),
                List.of(words));
    }
}
