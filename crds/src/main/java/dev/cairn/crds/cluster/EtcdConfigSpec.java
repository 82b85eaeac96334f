// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/** Settings of etcd itself; each is the flag of the same name. */
@ApiType
@ValidationRule(
        value = "(has(self.electionTimeout) ? self.electionTimeout : 1000)"
                + " >= 5 * (has(self.heartbeatInterval) ? self.heartbeatInterval : 100)",
        message = "electionTimeout must be at least five times heartbeatInterval; absent they are 1000 and 100")
@ValidationRule(
        value = "!has(self.extraArgs) || ("
                + "!(has(self.quotaBackendBytes) && 'quota-backend-bytes' in self.extraArgs)"
                + " && !(has(self.snapshotCount) && 'snapshot-count' in self.extraArgs)"
                + " && !(has(self.heartbeatInterval) && 'heartbeat-interval' in self.extraArgs)"
                + " && !(has(self.electionTimeout) && 'election-timeout' in self.extraArgs)"
                + " && !(has(self.maxRequestBytes) && 'max-request-bytes' in self.extraArgs)"
                + " && !(has(self.maxTxnOps) && 'max-txn-ops' in self.extraArgs)"
                + " && !(has(self.logLevel) && 'log-level' in self.extraArgs))",
        message = "extraArgs holds a flag that a field of config sets: say it once")
public record EtcdConfigSpec(
        @ValidationRule(
                value = "isQuantity(string(self)) && quantity(string(self)).isInteger()"
                        + " && quantity(string(self)).isGreaterThan(quantity('0'))",
                message = "quotaBackendBytes is a number of bytes above zero, such as 8Gi")
        @JsonPropertyDescription("Size at which writes are refused (NOSPACE), such as 8Gi.")
        Quantity quotaBackendBytes,

        @Min(1) @JsonPropertyDescription("Entries between two raft snapshots.")
        Integer snapshotCount,

        @Min(1) @Max(10000) @JsonPropertyDescription("Milliseconds between a leader's heartbeats.")
        Integer heartbeatInterval,

        @Min(10) @Max(50000) @JsonPropertyDescription("Milliseconds without a leader before an election.")
        Integer electionTimeout,

        @Min(1) @JsonPropertyDescription("Largest request in bytes.")
        Integer maxRequestBytes,

        @Min(1) @JsonPropertyDescription("Most operations in one transaction.")
        Integer maxTxnOps,

        @JsonPropertyDescription("debug, info, warn or error.")
        LogLevel logLevel,

        @ValidationRule(
                value = "self.all(flag, flag.matches('^[a-z][a-z0-9-]*$'))",
                message = "extraArgs are flags without their dashes, such as auto-compaction-retention")
        @ValidationRule(
                value = "!self.exists(flag, flag.startsWith('initial-') || flag.startsWith('listen-')"
                        + " || flag.startsWith('advertise-') || flag in ['name', 'data-dir', 'wal-dir', 'cert-file',"
                        + " 'key-file', 'trusted-ca-file', 'client-cert-auth', 'peer-cert-file', 'peer-key-file',"
                        + " 'peer-trusted-ca-file', 'peer-client-cert-auth', 'force-new-cluster', 'config-file'])",
                message = "extraArgs holds a flag that the operator sets itself: name, directories, URLs, certificates"
                        + " and initial-* are its own")
        @ValidationRule(
                value = "self.all(flag, !(flag in ['quota-backend-bytes', 'snapshot-count', 'heartbeat-interval',"
                        + " 'election-timeout', 'max-request-bytes', 'max-txn-ops', 'max-snapshots', 'max-wals',"
                        + " 'max-concurrent-streams']) || self[flag].matches('^[0-9]{1,18}$'))",
                message = "extraArgs holds a flag whose value must be a whole number, such as snapshot-count: '10000'")
        @JsonPropertyDescription("Further flags of etcd, without dashes, and their values.")
        Map<String, String> extraArgs) {

    /** The same without a quota of its own. */
    public EtcdConfigSpec withoutQuota() {
        return new EtcdConfigSpec(
                null,
                snapshotCount,
                heartbeatInterval,
                electionTimeout,
                maxRequestBytes,
                maxTxnOps,
                logLevel,
                extraArgs);
    }
}
