// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.jobs;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Optional;
import java.util.Set;

/** Wakes a controller when a Job of one of its resources changes. */
public final class JobEvents {
    private JobEvents() {}

    /** @param label the Jobs' label that names the resource */
    public static <P extends HasMetadata> EventSource<Job, P> of(
            Class<P> primary, String label, EventSourceContext<P> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(Job.class, primary)
                        .withLabelSelector(label)
                        .withNamespacesInheritedFromController()
                        .withSecondaryToPrimaryMapper(job -> Optional.ofNullable(
                                        job.getMetadata().getLabels().get(label))
                                .map(name -> Set.of(
                                        new ResourceID(name, job.getMetadata().getNamespace())))
                                .orElseGet(Set::of))
                        .build(),
                context);
    }
}
