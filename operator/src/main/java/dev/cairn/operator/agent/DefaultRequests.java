// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.agent;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a container asks for where its specification says nothing: without any request a pod is BestEffort, gets what
 * others leave and is evicted first. Requests only, no limits: nothing ends that ran before.
 */
public final class DefaultRequests {
    /** A member's. */
    public static final DefaultRequests MEMBER = new DefaultRequests("250m", "512Mi");
    /** The backup agent's. */
    public static final DefaultRequests AGENT = new DefaultRequests("100m", "256Mi");

    private final Map<String, Quantity> requests;

    private DefaultRequests(String cpu, String memory) {
        this.requests = new TreeMap<>(Map.of("cpu", new Quantity(cpu), "memory", new Quantity(memory)));
    }

    /** The resources wanted, which may be null, with a request for each that they neither request nor limit. */
    public ResourceRequirements in(ResourceRequirements wanted) {
        var builder = wanted == null ? new ResourceRequirementsBuilder() : new ResourceRequirementsBuilder(wanted);
        requests.forEach((resource, quantity) -> {
            boolean requested =
                    builder.getRequests() != null && builder.getRequests().containsKey(resource);
            // Kubernetes takes a limit for the request where there is none.
            boolean limited = builder.getLimits() != null && builder.getLimits().containsKey(resource);
            if (!requested && !limited) {
                builder.addToRequests(resource, quantity);
            }
        });
        return builder.build();
    }
}
