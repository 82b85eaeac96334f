// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.jobs;

import dev.cairn.crds.store.S3Location;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.TreeSet;

/** The Secrets by which a store is reached: a Job without them would only hang. */
public final class StoreSecrets {
    private final KubernetesClient client;

    public StoreSecrets(KubernetesClient client) {
        this.client = client;
    }

    /** What a location points to and is not there, in words. */
    public TreeSet<String> missing(String namespace, S3Location store) {
        var missing = new TreeSet<String>();
        check(namespace, store.credentialsSecretRef().name(), missing, "accessKeyId", "secretAccessKey");
        if (store.caSecretRef() != null) {
            check(namespace, store.caSecretRef().name(), missing, "ca.crt");
        }
        return missing;
    }

    private void check(String namespace, String name, TreeSet<String> missing, String... keys) {
        Secret secret = client.secrets().inNamespace(namespace).withName(name).get();
        if (secret == null) {
            missing.add("Secret " + namespace + "/" + name + " does not exist");
            return;
        }
        for (String key : keys) {
            if (secret.getData() == null || !secret.getData().containsKey(key)) {
                missing.add("Secret " + namespace + "/" + name + " has no key " + key);
            }
        }
    }
}
