// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds.cluster;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the client Service is reached. */
public enum ServiceType {
    @JsonProperty("ClusterIP")
    CLUSTER_IP("ClusterIP"),
    @JsonProperty("NodePort")
    NODE_PORT("NodePort"),
    @JsonProperty("LoadBalancer")
    LOAD_BALANCER("LoadBalancer");

    private final String kubernetesName;

    ServiceType(String kubernetesName) {
        this.kubernetesName = kubernetesName;
    }

    /** What a Service calls it. */
    public String kubernetesName() {
        return kubernetesName;
    }
}
