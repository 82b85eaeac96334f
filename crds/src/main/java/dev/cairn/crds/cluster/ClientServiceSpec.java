// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/** The Service that clients use; it leads to ready voters only. */
@ApiType
public record ClientServiceSpec(
        @JsonPropertyDescription("ClusterIP (default), NodePort or LoadBalancer.")
        ServiceType type,

        @ValidationRule(
                value =
                        "self.all(key, key.matches('^([-a-z0-9.]{1,253}/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$'))",
                message = "annotations holds a name that Kubernetes takes for none: letters, digits, '-', '_' and '.'")
        @JsonPropertyDescription("Annotations, such as a load balancer wants.")
        Map<String, String> annotations) {}
