// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says on a resource, in a condition and once in an event, that its reconcile ended in an exception. Without it the
 * status would go on saying what was true before. The next reconcile that comes to its end says what is true then.
 */
public final class ReconcileFaults {
    public static final String REASON = "ReconcileFailed";

    private static final String UNREADABLE = "ResourceUnreadable";

    private static final Logger LOG = LoggerFactory.getLogger(ReconcileFaults.class);
    private static final int MESSAGE_LENGTH_MAX = 1024;

    private final KubernetesClient client;
    private final EventWriter events;
    private final InstantSource clock;
    /** What was told last, by the UID of the resource, where the API server takes no status. */
    private final Map<String, String> unwritten = new ConcurrentHashMap<>();

    public ReconcileFaults(KubernetesClient client, EventWriter events, InstantSource clock) {
        this.client = client;
        this.events = events;
        this.clock = clock;
    }

    /** Tells, and gives back what is to be thrown on. */
    public RuntimeException told(HasMetadata about, String condition, String status, RuntimeException fault) {
        tell(about, condition, status, fault);
        return fault;
    }

    /**
     * Tells, unless it is told already.
     *
     * @param condition the type of the condition that says it, and {@code status} what it becomes
     */
    public void tell(HasMetadata about, String condition, String status, RuntimeException fault) {
        if (fault instanceof KubernetesClientException e && KubeWriter.lostRace(e)) {
            return;
        }
        String message = words(fault);
        String reason = fault instanceof ResourceUnreadable ? UNREADABLE : REASON;
        if (news(about, condition, status, reason, message)) {
            events.warning(about, reason, message);
        }
    }

    /** Says it in the status, and whether that was news. Where the status cannot be written the event alone says it. */
    private boolean news(HasMetadata about, String condition, String status, String reason, String message) {
        String uid = about.getMetadata().getUid();
        try {
            boolean news = write(about, condition, status, reason, message);
            unwritten.remove(uid);
            return news;
        } catch (KubernetesClientException e) {
            LOG.warn(
                    "{} {}/{}: cannot say in its status that its reconcile failed: {}",
                    about.getKind(),
                    about.getMetadata().getNamespace(),
                    about.getMetadata().getName(),
                    e.getMessage());
            return !KubeWriter.lostRace(e) && !message.equals(unwritten.put(uid, message));
        }
    }

    /** An exception in a sentence. */
    public static String words(RuntimeException fault) {
        if (fault instanceof ResourceUnreadable) {
            return fault.getMessage();
        }
        String text = fault instanceof KubernetesClientException e
                        && e.getStatus() != null
                        && e.getStatus().getMessage() != null
                ? "the API server refused: " + e.getStatus().getMessage()
                : fault.getMessage() == null || fault instanceof KubernetesClientException
                        ? fault.toString()
                        : fault.getClass().getSimpleName() + ": " + fault.getMessage();
        return text.length() > MESSAGE_LENGTH_MAX ? text.substring(0, MESSAGE_LENGTH_MAX) : text;
    }

    /** Says whether it was news. */
    private boolean write(HasMetadata about, String type, String status, String reason, String message) {
        GenericKubernetesResource live = client.genericKubernetesResources(about.getApiVersion(), about.getKind())
                .inNamespace(about.getMetadata().getNamespace())
                .withName(about.getMetadata().getName())
                .get();
        if (live == null) {
            return false;
        }
        Map<String, Object> written = copy(live.getAdditionalProperties().get("status"));
        var conditions = new ArrayList<Object>();
        String since = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        if (written.get("conditions") instanceof List<?> before) {
            for (Object each : before) {
                if (!(each instanceof Map<?, ?> fields) || !type.equals(fields.get("type"))) {
                    conditions.add(each);
                } else if (reason.equals(fields.get("reason")) && message.equals(fields.get("message"))) {
                    return false;
                } else if (status.equals(fields.get("status"))) {
                    since = String.valueOf(fields.get("lastTransitionTime"));
                }
            }
        }
        var condition = new LinkedHashMap<String, Object>();
        condition.put("type", type);
        condition.put("status", status);
        condition.put("reason", reason);
        condition.put("message", message);
        condition.put("lastTransitionTime", since);
        condition.put("observedGeneration", live.getMetadata().getGeneration());
        conditions.add(condition);
        written.put("conditions", conditions);
        live.setAdditionalProperty("status", written);
        client.resource(live).updateStatus();
        return true;
    }

    private static Map<String, Object> copy(Object status) {
        var copy = new LinkedHashMap<String, Object>();
        if (status instanceof Map<?, ?> fields) {
            fields.forEach((name, value) -> copy.put(String.valueOf(name), value));
        }
        return copy;
    }
}
