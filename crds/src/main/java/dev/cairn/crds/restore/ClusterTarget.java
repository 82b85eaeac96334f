// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.restore;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** The EtcdCluster that is restored where it is. */
@ApiType
public record ClusterTarget(
        @Required @Size(min = 1, max = 52) @JsonPropertyDescription("Name of the EtcdCluster, in the same namespace.")
        String name,

        @Size(max = 16)
        @ValidationRule(
                value = "self.matches('^[0-9a-f]{1,16}$')",
                message = "clusterId is etcd's cluster ID in hexadecimal, as the EtcdCluster's status has it")
        @JsonPropertyDescription(
                "etcd's cluster ID, as the EtcdCluster's status has it: nothing is done to a cluster of another one, so that"
                        + " applying this again does not restore twice.")
        String clusterId) {}
