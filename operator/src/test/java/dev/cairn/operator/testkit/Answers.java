// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.testkit;

import dev.cairn.operator.etcd.EndpointStatus;
import java.util.List;
import java.util.Optional;

/** What members say of themselves, each made from another. */
public final class Answers {
    private Answers() {}

    /** The same, and these alarms in etcd's words. */
    public static EndpointStatus alarmed(EndpointStatus answer, String... words) {
        return answer(answer, answer.version(), answer.leaderId(), answer.appliedIndex(), List.of(words));
    }

    public static EndpointStatus ledBy(EndpointStatus answer, long leaderId) {
        return answer(answer, answer.version(), leaderId, answer.appliedIndex(), answer.errors());
    }

    public static EndpointStatus ofVersion(EndpointStatus answer, String version) {
        return answer(answer, version, answer.leaderId(), answer.appliedIndex(), answer.errors());
    }

    public static EndpointStatus applied(EndpointStatus answer, long index) {
        return answer(answer, answer.version(), answer.leaderId(), index, answer.errors());
    }

    /** Its store takes up so many bytes, so many of them in use, of the same quota. */
    public static EndpointStatus sized(EndpointStatus answer, long bytes, long inUse) {
        return sized(answer, bytes, inUse, answer.size().quota());
    }

    public static EndpointStatus sized(EndpointStatus answer, long bytes, long inUse, long quota) {
        return new EndpointStatus(
                answer.clusterId(),
                answer.memberId(),
                answer.version(),
                answer.leaderId(),
                answer.raftTerm(),
                answer.appliedIndex(),
                answer.revision(),
                answer.learner(),
                answer.errors(),
                new EndpointStatus.Size(bytes, inUse, quota),
                answer.downgradesTo());
    }

    /** The same in a cluster that has been told to go down to this version. */
    public static EndpointStatus downgrades(EndpointStatus answer, String version) {
        return new EndpointStatus(
                answer.clusterId(),
                answer.memberId(),
                answer.version(),
                answer.leaderId(),
                answer.raftTerm(),
                answer.appliedIndex(),
                answer.revision(),
                answer.learner(),
                answer.errors(),
                answer.size(),
                Optional.of(version));
    }

    /** The same at another revision. */
    public static EndpointStatus at(EndpointStatus answer, long revision) {
        return new EndpointStatus(
                answer.clusterId(),
                answer.memberId(),
                answer.version(),
                answer.leaderId(),
                answer.raftTerm(),
                answer.appliedIndex(),
                revision,
                answer.learner(),
                answer.errors(),
                answer.size(),
                answer.downgradesTo());
    }

    private static EndpointStatus answer(
            EndpointStatus answer, String version, long leaderId, long appliedIndex, List<String> errors) {
        return new EndpointStatus(
                answer.clusterId(),
                answer.memberId(),
                version,
                leaderId,
                answer.raftTerm(),
                appliedIndex,
                answer.revision(),
                answer.learner(),
                errors,
                answer.size(),
                answer.downgradesTo());
    }

    /** One that answers for itself alone. */
    static EndpointStatus survivor(long id, long term, long appliedIndex) {
        return new EndpointStatus(
                0xc1,
                id,
                "3.7.1",
                0,
                term,
                appliedIndex,
                appliedIndex,
                false,
                List.of(),
                EndpointStatus.Size.UNKNOWN,
                Optional.empty());
    }
}
