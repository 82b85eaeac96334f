// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.cairn.crds.ApiType;
import java.util.Map;

/** The Service that clients use; it leads to ready voters only. */
@ApiType
public record ClientServiceSpec(
        @JsonPropertyDescription("ClusterIP (default), NodePort or LoadBalancer.")
        ServiceType type,

        @JsonPropertyDescription("Annotations, such as a load balancer wants.")
        Map<String, String> annotations) {}
