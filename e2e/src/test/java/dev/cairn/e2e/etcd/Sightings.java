// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.etcd;

import dev.cairn.crds.cluster.EtcdCluster;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An EtcdCluster's states in their order, from now on. */
public final class Sightings implements AutoCloseable {
    private final BlockingQueue<EtcdCluster> seen = new LinkedBlockingQueue<>();
    private final SharedIndexInformer<EtcdCluster> informer;

    public Sightings(Resource<EtcdCluster> resource) {
        informer = resource.inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(EtcdCluster cluster) {
                seen.add(cluster);
            }

            @Override
            public void onUpdate(EtcdCluster before, EtcdCluster cluster) {
                seen.add(cluster);
            }

            @Override
            public void onDelete(EtcdCluster cluster, boolean stateUnknown) {}
        });
    }

    /** Empty where nothing new is seen in that time. */
    Optional<EtcdCluster> next(long time, TimeUnit unit) {
        try {
            return Optional.ofNullable(seen.poll(time, unit));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        informer.close();
    }
}
