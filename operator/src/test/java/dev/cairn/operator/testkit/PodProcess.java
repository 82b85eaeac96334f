// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.testkit;

import dev.cairn.testkit.ChildProcess;
import dev.cairn.testkit.Program;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One member's pod as a process: the pod's own command line, with ports and paths of this machine. */
final class PodProcess {
    private static final int PROBE_TIMEOUT_MILLIS = 500;
    /** Starts in vain. */
    private static final int FAILS_AFTER = 3;

    private final Pod pod;
    private final LocalAddressBook.MemberPorts ports;
    private final Path volume;
    private final Path files;
    private ChildProcess process;
    private int restarts = -1;
    private Map<String, Map<String, String>> mounted = Map.of();

    PodProcess(Pod pod, LocalAddressBook.MemberPorts ports, Path volume, Path files) {
        this.pod = pod;
        this.ports = ports;
        this.volume = volume;
        this.files = files;
    }

    String podUid() {
        return pod.getMetadata().getUid();
    }

    /** As a kubelet tells of a process that ends again and again; empty while it runs. */
    Optional<ContainerState> trouble() {
        return restarts < FAILS_AFTER || ready()
                ? Optional.empty()
                : Optional.of(new ContainerStateBuilder()
                        .withNewWaiting()
                        .withReason("CrashLoopBackOff")
                        .endWaiting()
                        .build());
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Runs the pod's init container, if it has one and there is no data yet. */
    void prepare(StockAgent agent) {
        if (!pod.getSpec().getInitContainers().isEmpty() && !Files.exists(volume.resolve("member"))) {
            agent.restore(pod.getSpec().getInitContainers().getFirst().getArgs(), this::here);
        }
    }

    /** @param secrets contents of the Secrets the pod mounts, by the volume's name */
    void start(Map<String, Map<String, String>> secrets) {
        restarts++;
        mount(secrets);
        List<String> arguments = pod.getSpec().getContainers().getFirst().getArgs().stream()
                .map(this::here)
                .toList();
        process = ChildProcess.start(
                files.resolve("etcd.log"),
                Map.of(),
                new Program(Tools.etcdOf(image()), Map.of()).command(arguments.toArray(String[]::new)));
    }

    /** Writes what has changed in the Secrets, as a kubelet does; a file is there whole, or as it was. */
    void mount(Map<String, Map<String, String>> secrets) {
        if (!secrets.equals(mounted)) {
            secrets.forEach(
                    (name, content) -> content.forEach((file, encoded) -> write(files.resolve(name), file, encoded)));
            mounted = Map.copyOf(secrets);
        }
    }

    private String image() {
        return pod.getSpec().getContainers().getFirst().getImage();
    }

    void terminate() {
        if (process != null) {
            process.terminate();
        }
    }

    void kill() {
        if (process != null) {
            process.kill();
        }
    }

    boolean ready() {
        try {
            var connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + ports.metrics() + "/readyz")
                    .toURL()
                    .openConnection();
            connection.setConnectTimeout(PROBE_TIMEOUT_MILLIS);
            connection.setReadTimeout(PROBE_TIMEOUT_MILLIS);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }

    private String here(String argument) {
        return argument.replace("://0.0.0.0:2379", "://127.0.0.1:" + ports.client())
                .replace("://0.0.0.0:2380", "://127.0.0.1:" + ports.peer())
                .replace("://0.0.0.0:2381", "://127.0.0.1:" + ports.metrics())
                .replace("/etc/etcd/tls/server", files.resolve("server-tls").toString())
                .replace("/etc/etcd/tls/peer", files.resolve("peer-tls").toString())
                .replace("/var/lib/etcd", volume.toString());
    }

    private static void write(Path directory, String file, String encoded) {
        try {
            Files.createDirectories(directory);
            Path whole = Files.write(
                    directory.resolve("." + file), Base64.getDecoder().decode(encoded));
            Files.move(whole, directory.resolve(file), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
