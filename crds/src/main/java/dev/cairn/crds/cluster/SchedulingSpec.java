// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import java.util.List;
import java.util.Map;

/** Where members run; what Kubernetes' pod specification says under the same names. */
@ApiType
public record SchedulingSpec(
        @JsonPropertyDescription("Replaces the default, which prefers one member per node.")
        Affinity affinity,

        @JsonPropertyDescription("Replaces the default, which spreads members over zones where it can.")
        List<TopologySpreadConstraint> topologySpreadConstraints,

        @ValidationRule(
                value = "self.all(key, self[key].matches('^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$'))",
                message = "nodeSelector holds a value that no label can have: letters, digits, '-', '_' and '.'")
        @ValidationRule(
                value =
                        "self.all(key, key.matches('^([-a-z0-9.]{1,253}/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$'))",
                message = "nodeSelector holds a name that no label can have: letters, digits, '-', '_' and '.'")
        @JsonPropertyDescription("Labels a node must have.")
        Map<String, String> nodeSelector,

        @JsonPropertyDescription("Taints that members tolerate.")
        List<Toleration> tolerations,

        @Size(max = 253)
        @ValidationRule(
                value = "self == '' || self.matches('^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$')",
                message = "priorityClassName is a name of a-z, 0-9, '-' and '.'")
        @JsonPropertyDescription("Priority class of members' pods.")
        String priorityClassName) {}
