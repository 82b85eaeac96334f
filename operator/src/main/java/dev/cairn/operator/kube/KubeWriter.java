// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.kube;

import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.Map;

/** The few ways in which objects are written. */
public final class KubeWriter {
    private static final String FIELD_MANAGER = "cairn-operator";

    private final KubernetesClient client;

    public KubeWriter(KubernetesClient client) {
        this.client = client;
    }

    /** Makes the object's fields what they are here, whoever set them otherwise; leaves others alone. */
    public <T extends HasMetadata> T apply(T wanted) {
        return client.resource(wanted)
                .fieldManager(FIELD_MANAGER)
                .forceConflicts()
                .serverSideApply();
    }

    /** Makes the object, or makes it what it is here; where it must be a new one, only the former. Says whether it did. */
    public boolean applyUnlessOthers(HasMetadata wanted, boolean mustBeNew) {
        if (mustBeNew) {
            return create(wanted);
        }
        apply(wanted);
        return true;
    }

    /** Makes the object if nothing of its name is there. Says whether it did. */
    public boolean create(HasMetadata wanted) {
        try {
            client.resource(wanted).create();
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Deletes the pod, or persistent volume claim, or job, of this UID; one of the same name that has taken its place
     * stays. Says whether it was there.
     *
     * @param groupVersion as the API's paths name it, such as {@code api/v1}
     * @param plural such as {@code pods}
     */
    public boolean delete(String groupVersion, String plural, String namespace, String name, String uid) {
        var options = new DeleteOptionsBuilder()
                .withPropagationPolicy("Background")
                .withNewPreconditions()
                .withUid(uid)
                .endPreconditions()
                .build();
        try {
            return client.raw(
                            "/" + groupVersion + "/namespaces/" + namespace + "/" + plural + "/" + name,
                            "DELETE",
                            options)
                    != null;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Sets fields of the Secret of this UID and leaves everything else of it alone. Says whether it was there.
     *
     * @param data values by field, in Base64
     */
    public boolean mergeSecret(String namespace, String name, String uid, Map<String, String> data) {
        var change = new SecretBuilder()
                .withNewMetadata()
                .withUid(uid)
                .endMetadata()
                .withData(data)
                .build();
        try {
            return client.secrets()
                            .inNamespace(namespace)
                            .withName(name)
                            .patch(
                                    PatchContext.of(PatchType.JSON_MERGE),
                                    client.getKubernetesSerialization().asJson(change))
                    != null;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    /** Whether a write failed because someone else wrote first. */
    public static boolean lostRace(KubernetesClientException failure) {
        return failure.getCode() == HttpURLConnection.HTTP_CONFLICT;
    }
}
