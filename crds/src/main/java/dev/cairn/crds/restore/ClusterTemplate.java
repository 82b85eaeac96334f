// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.restore;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import dev.cairn.crds.cluster.EtcdClusterSpec;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** The EtcdCluster that a restore makes. */
@ApiType
@ValidationRule(
        value = "!has(self.spec.bootstrap)",
        message = "clusterTemplate.spec.bootstrap is the restore's to fill in")
@ValidationRule(
        value = "!has(self.spec.replicas) || self.spec.replicas >= 1",
        message = "clusterTemplate.spec.replicas must be 1 to 7: a cluster that hibernates restores nothing")
public record ClusterTemplate(
        @Required
        @Size(min = 1, max = 52)
        @ValidationRule(
                value = "self.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
                message = "name must begin with a letter and hold only a-z, 0-9 and '-'")
        @JsonPropertyDescription("Its name; no EtcdCluster of this name may be there.")
        String name,

        @Required @JsonPropertyDescription("Its specification.")
        EtcdClusterSpec spec) {}
