// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.scene;

import dev.cairn.e2e.etcd.TestedCluster;
import dev.cairn.e2e.story.Stage;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Every pod that each member of a cluster ever had, by UID. */
final class PodsSeen implements AutoCloseable {
    private final Map<String, Set<String>> uids = new ConcurrentHashMap<>();
    private final SharedIndexInformer<Pod> informer;

    PodsSeen(Stage stage, TestedCluster cluster) {
        informer = stage.client()
                .pods()
                .inNamespace(stage.namespace())
                .withLabel("etcd.cairn.dev/cluster", cluster.name())
                .inform(new ResourceEventHandler<>() {
                    @Override
                    public void onAdd(Pod pod) {
                        note(pod);
                    }

                    @Override
                    public void onUpdate(Pod before, Pod pod) {
                        note(pod);
                    }

                    @Override
                    public void onDelete(Pod pod, boolean stateUnknown) {
                        note(pod);
                    }
                });
    }

    private void note(Pod pod) {
        uids.computeIfAbsent(pod.getMetadata().getName(), any -> ConcurrentHashMap.newKeySet())
                .add(pod.getMetadata().getUid());
    }

    /** How many pods each member has had. */
    Map<String, Integer> counted() {
        Map<String, Integer> counted = new TreeMap<>();
        uids.forEach((member, each) -> counted.put(member, each.size()));
        return counted;
    }

    @Override
    public void close() {
        informer.close();
    }
}
