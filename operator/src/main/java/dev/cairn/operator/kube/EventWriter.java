// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.kube;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Tells in Kubernetes events what was done to a resource and why. An event that cannot be written is only logged. */
public final class EventWriter {
    private static final Logger LOG = LoggerFactory.getLogger(EventWriter.class);
    private static final int MESSAGE_LENGTH_MAX = 1024;
    private static final String COMPONENT = "cairn-operator";

    private final KubernetesClient client;
    private final InstantSource clock;

    public EventWriter(KubernetesClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    public void normal(HasMetadata about, String reason, String message) {
        write(about, "Normal", reason, message);
    }

    public void warning(HasMetadata about, String reason, String message) {
        write(about, "Warning", reason, message);
    }

    private void write(HasMetadata about, String type, String reason, String message) {
        Instant now = clock.instant();
        String namespace = about.getMetadata().getNamespace();
        String name =
                about.getMetadata().getName() + "." + Long.toHexString(ChronoUnit.MICROS.between(Instant.EPOCH, now));
        String text = message.length() > MESSAGE_LENGTH_MAX ? message.substring(0, MESSAGE_LENGTH_MAX) : message;
        String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
        LOG.atLevel("Warning".equals(type) ? Level.WARN : Level.INFO)
                .log(
                        "{} {}/{}: {}: {}",
                        about.getKind(),
                        namespace,
                        about.getMetadata().getName(),
                        reason,
                        text);
        try {
            client.resource(new EventBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .withNamespace(namespace)
                            .endMetadata()
                            .withNewInvolvedObject()
                            .withApiVersion(about.getApiVersion())
                            .withKind(about.getKind())
                            .withName(about.getMetadata().getName())
                            .withNamespace(namespace)
                            .withUid(about.getMetadata().getUid())
                            .endInvolvedObject()
                            .withType(type)
                            .withReason(reason)
                            .withMessage(text)
                            .withFirstTimestamp(time)
                            .withLastTimestamp(time)
                            .withCount(1)
                            .withNewSource()
                            .withComponent(COMPONENT)
                            .endSource()
                            .build())
                    .create();
        } catch (KubernetesClientException e) {
            LOG.warn("cannot write event {}: {}", name, e.getMessage());
        }
    }
}
