// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.etcd;

import java.util.List;

/**
 * What a member says about itself.
 *
 * @param leaderId the leader's member ID, 0 for none
 * @param revision the newest revision this member has applied
 * @param errors alarms and the like, in etcd's words
 */
public record EndpointStatus(
        long clusterId,
        long memberId,
        String version,
        long leaderId,
        long raftTerm,
        long appliedIndex,
        long revision,
        boolean learner,
        List<String> errors) {
    public EndpointStatus {
        errors = List.copyOf(errors);
    }

    public boolean leads() {
        return leaderId != 0 && leaderId == memberId;
    }
}
