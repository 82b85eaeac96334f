// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.etcd;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a member says about itself.
 *
 * @param leaderId the leader's member ID, 0 for none
 * @param revision the newest revision this member has applied
 * @param raftTerm its election term
 * @param appliedIndex the last entry of the log that it has applied
 * @param errors alarms and the like, in etcd's words
 * @param size of its store, in bytes
 * @param downgradesTo the version that the cluster has been told to go down to
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
        List<String> errors,
        Size size,
        Optional<String> downgradesTo) {
    /** What a member's store takes up, of it what holds something, and what it may take up; 0 where it does not tell. */
    public record Size(long bytes, long inUse, long quota) {
        public static final Size UNKNOWN = new Size(0, 0, 0);
    }

    private static final Pattern ALARM = Pattern.compile("memberID:([0-9]+) +alarm:(\\w+)");

    public EndpointStatus {
        errors = List.copyOf(errors);
    }

    /** The alarms of the whole cluster, as this member knows them. */
    public List<RaisedAlarm> alarms() {
        return errors.stream()
                .map(ALARM::matcher)
                .filter(Matcher::find)
                .map(each -> new RaisedAlarm(Long.parseUnsignedLong(each.group(1)), each.group(2)))
                .toList();
    }

    public boolean leads() {
        return leaderId != 0 && leaderId == memberId;
    }
}
