// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.apiserver;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A watch: what it has seen, in order; no second try when it ends. */
final class SeenWatch implements AutoCloseable, Watcher<GenericKubernetesResource> {
    private static final long PATIENCE_SECONDS = 30;

    /** One event of an object. */
    record Seen(String type, long version) {}

    private final List<Seen> events = new ArrayList<>();
    private long lastVersion;
    private String ended;
    private final Watch watch;

    /** Of all objects of a kind in a namespace, from a resourceVersion on. */
    SeenWatch(KubernetesClient client, String apiVersion, String kind, String namespace, long from) {
        watch = client.genericKubernetesResources(apiVersion, kind)
                .inNamespace(namespace)
                .watch(
                        new ListOptionsBuilder()
                                .withResourceVersion(String.valueOf(from))
                                .withAllowWatchBookmarks(true)
                                .build(),
                        this);
    }

    @Override
    public synchronized void eventReceived(Action action, GenericKubernetesResource resource) {
        long version = Long.parseLong(resource.getMetadata().getResourceVersion());
        lastVersion = version;
        if (action != Action.BOOKMARK) {
            events.add(new Seen(action.name(), version));
        }
        notifyAll();
    }

    @Override
    public synchronized void onClose() {
        ended = "closed";
    }

    @Override
    public synchronized void onClose(WatcherException cause) {
        ended = String.valueOf(cause.getMessage());
        notifyAll();
    }

    /** Waits until it has seen this resourceVersion or a later one. */
    synchronized void awaitVersion(long version) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (lastVersion < version) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("a watch does not see resourceVersion " + version + " after "
                        + PATIENCE_SECONDS + " s; it saw " + events.size() + " events and "
                        + (ended == null ? "goes on" : "ended: " + ended));
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    synchronized List<Seen> seen() {
        return List.copyOf(events);
    }

    synchronized String ended() {
        return ended;
    }

    @Override
    public void close() {
        watch.close();
    }
}
