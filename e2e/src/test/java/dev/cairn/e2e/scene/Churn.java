// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.scene;

import dev.cairn.e2e.story.Story;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ConfigMapList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Works on a kube-apiserver until it is stopped: one thread changes ConfigMaps and keeps each resourceVersion it was given,
 * one reads lists in pages, and one watch, never opened a second time, must see every resourceVersion.
 */
final class Churn {
    private static final long WRITE_MILLIS = 50;
    private static final long READ_MILLIS = 300;
    private static final long PAGE = 20;
    private static final int KEPT = 100;
    private static final long WATCH_SECONDS = 7200;
    private static final Duration WATCH_CATCHES_UP = Duration.ofSeconds(20);

    private final Story story;
    private final NonNamespaceOperation<ConfigMap, ConfigMapList, Resource<ConfigMap>> maps;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Requests writer;
    private final Requests reader;
    private final List<Thread> workers;
    private final List<Long> written = new ArrayList<>();
    private final Seen seen = new Seen();
    private final Watch watch;

    private Churn(Story story, KubernetesClient client, String namespace) {
        this.story = story;
        MixedOperation<ConfigMap, ConfigMapList, Resource<ConfigMap>> all = client.configMaps();
        maps = all.inNamespace(namespace);
        String begin = maps.list(new ListOptionsBuilder().withLimit(1L).build())
                .getMetadata()
                .getResourceVersion();
        watch = maps.watch(
                new ListOptionsBuilder()
                        .withResourceVersion(begin)
                        .withTimeoutSeconds(WATCH_SECONDS)
                        .build(),
                seen);
        writer = new Requests(story, "writer");
        reader = new Requests(story, "reader");
        workers = List.of(
                Thread.ofPlatform().name("writer").start(this::write),
                Thread.ofPlatform().name("reader").start(this::read));
    }

    static Churn start(Story story, KubernetesClient client, String namespace) {
        return new Churn(story, client, namespace);
    }

    private boolean isStoppedAfter(long millis) {
        try {
            return stopped.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void write() {
        for (int number = 0; !isStoppedAfter(WRITE_MILLIS); number++) {
            String name = "churn-" + number;
            String n = String.valueOf(number);
            // A create whose answer was lost may have happened.
            writer.call(
                            "create " + name,
                            HttpURLConnection.HTTP_CONFLICT,
                            () -> maps.resource(map(name, n)).create())
                    .ifPresent(this::keep);
            writer.call(
                            "update " + name,
                            0,
                            () -> maps.resource(map(name, "changed")).update())
                    .ifPresent(this::keep);
            if (number >= KEPT) {
                String old = "churn-" + (number - KEPT);
                writer.call(
                        "delete " + old,
                        HttpURLConnection.HTTP_NOT_FOUND,
                        () -> maps.withName(old).delete());
            }
        }
    }

    private static ConfigMap map(String name, String n) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .addToData("n", n)
                .build();
    }

    private void keep(HasMetadata answer) {
        synchronized (written) {
            written.add(Long.valueOf(answer.getMetadata().getResourceVersion()));
        }
    }

    /** The whole list in pages, at one revision. */
    private void read() {
        while (!isStoppedAfter(READ_MILLIS)) {
            String following = null;
            do {
                String from = following;
                following = reader.call(
                                "list",
                                0,
                                () -> maps.list(new ListOptionsBuilder()
                                        .withLimit(PAGE)
                                        .withContinue(from)
                                        .build()))
                        .map(page -> page.getMetadata().getContinue())
                        .filter(next -> !next.isEmpty())
                        .orElse(null);
            } while (following != null);
        }
    }

    /** Returns once the watch has seen what was written, or has had its time. */
    Result stop() throws InterruptedException {
        stopped.countDown();
        for (Thread worker : workers) {
            worker.join();
        }
        List<Long> all = List.copyOf(written);
        long deadline = System.nanoTime() + WATCH_CATCHES_UP.toNanos();
        while (System.nanoTime() < deadline && seen.end() == null && !new HashSet<>(seen.versions()).containsAll(all)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(READ_MILLIS));
        }
        List<Long> versions = seen.versions();
        String end = seen.end();
        watch.close();
        TreeSet<Long> missed = new TreeSet<>(all);
        missed.removeAll(new HashSet<>(versions));
        Result result = new Result(
                writer.count + reader.count,
                writer.failed + reader.failed,
                Math.max(writer.gapMillis, reader.gapMillis),
                all.size(),
                versions.size(),
                missed.size(),
                versions.equals(List.copyOf(new TreeSet<>(versions))),
                end == null ? "uninterrupted" : end);
        story.say("%s", result);
        return result;
    }

    /** What was seen by the end; the gap is the longest time without a success. */
    record Result(
            long requests,
            long failed,
            long longestGapMillis,
            int written,
            int events,
            int missed,
            boolean ordered,
            String watch) {
        long failedPermille() {
            return Math.round(1000.0 * failed / requests);
        }
    }

    private static final class Seen implements Watcher<ConfigMap> {
        private final List<Long> versions = new ArrayList<>();
        private String end;

        @Override
        public synchronized void eventReceived(Action action, ConfigMap map) {
            versions.add(Long.valueOf(map.getMetadata().getResourceVersion()));
        }

        @Override
        public synchronized void onClose(WatcherException cause) {
            end = cause.getMessage();
        }

        @Override
        public synchronized void onClose() {
            end = "the server closed it";
        }

        synchronized List<Long> versions() {
            return List.copyOf(versions);
        }

        synchronized String end() {
            return end;
        }
    }

    /** One client after the other's requests: what fails, and the longest time without a success. Read once it has ended. */
    private static final class Requests {
        private final Story story;
        private final String name;
        private long count;
        private long failed;
        private long gapMillis;
        private long last = System.nanoTime();

        Requests(Story story, String name) {
            this.story = story;
            this.name = name;
        }

        /** Empty where it failed, or ended with the code that is no failure. */
        <T> Optional<T> call(String what, int accepted, Supplier<T> request) {
            count++;
            Optional<T> answer = Optional.empty();
            try {
                answer = Optional.of(request.get());
            } catch (KubernetesClientException e) {
                if (e.getCode() != accepted || accepted == 0) {
                    failed++;
                    story.say("  %s: %s: %s", name, what, e.getMessage());
                    return answer;
                }
            }
            long now = System.nanoTime();
            gapMillis = Math.max(gapMillis, TimeUnit.NANOSECONDS.toMillis(now - last));
            last = now;
            return answer;
        }
    }
}
