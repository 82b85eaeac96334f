// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.testkit;

import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.operator.cluster.observe.SecretReader;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.etcd.EtcdAdmin;
import dev.cairn.operator.etcd.EtcdConnector;
import dev.cairn.operator.etcd.grpc.GrpcConnector;
import dev.cairn.operator.naming.ClusterKey;
import dev.cairn.testkit.Program;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real API server, members as real etcd processes, and the operator where a test starts it. */
public final class KubeLab implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    public static final String OPERATOR_NAMESPACE = "cairn-system";
    private static final Path LABS = Path.of("target", "labs").toAbsolutePath();
    private static final Path MANIFESTS = Path.of("..", "manifests");
    private static final String OPERATOR_USER = "system:serviceaccount:" + OPERATOR_NAMESPACE + ":cairn-operator";

    private final Path directory;
    private final KubeApi api;
    private final LocalAddressBook addresses = new LocalAddressBook();
    private final PodRunner pods;
    private final GrpcConnector connector =
            new GrpcConnector(Duration.ofSeconds(2), Executors.newVirtualThreadPerTaskExecutor());

    private KubeLab(Path directory) throws IOException {
        this.directory = directory;
        this.api = new KubeApi(directory);
        this.pods = new PodRunner(api.client(), addresses, directory);
    }

    /** A lab with the custom resources and the operator's rights installed. */
    public static KubeLab start() {
        try {
            var lab = new KubeLab(Files.createTempDirectory(Files.createDirectories(LABS), "lab"));
            lab.install();
            return lab;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void install() throws IOException {
        try (Stream<Path> definitions = Files.list(MANIFESTS.resolve("crds"))) {
            for (Path each : definitions
                    .filter(file -> file.toString().endsWith(".dev.yaml"))
                    .sorted()
                    .toList()) {
                apply(each);
            }
        }
        for (String each : List.of("namespace", "service-account", "cluster-role", "own-namespace-role")) {
            apply(MANIFESTS.resolve("operator").resolve(each + ".yaml"));
        }
        apply(MANIFESTS.resolve("leader-election").resolve("role.yaml"));
        for (String each : List.of("etcdclusters", "etcdbackups", "etcdrestores")) {
            client().apiextensions()
                    .v1()
                    .customResourceDefinitions()
                    .withName(each + ".etcd.cairn.dev")
                    .waitUntilCondition(KubeLab::established, 30, TimeUnit.SECONDS);
        }
    }

    private void apply(Path manifest) throws IOException {
        try (var content = Files.newInputStream(manifest)) {
            for (HasMetadata each : client().load(content).items()) {
                boolean namespaced = !List.of(
                                "Namespace",
                                "ClusterRole",
                                "ClusterRoleBinding",
                                "CustomResourceDefinition",
                                "ValidatingAdmissionPolicy",
                                "ValidatingAdmissionPolicyBinding")
                        .contains(each.getKind());
                if (namespaced && each.getMetadata().getNamespace() == null) {
                    each.getMetadata().setNamespace(OPERATOR_NAMESPACE);
                }
                client().resource(each).serverSideApply();
            }
        }
    }

    private static boolean established(CustomResourceDefinition definition) {
        return definition != null
                && definition.getStatus() != null
                && definition.getStatus().getConditions().stream()
                        .anyMatch(each -> "Established".equals(each.getType()) && "True".equals(each.getStatus()));
    }

    public KubernetesClient client() {
        return api.client();
    }

    /** What kubectl answers the administrator. */
    public String kubectl(String... arguments) {
        return api.kubectl("", arguments).out();
    }

    /** Why kubectl does not do this for the administrator. */
    public String kubectlFails(String... arguments) {
        var outcome = api.kubectl("", arguments);
        if (outcome.exitCode() == 0) {
            throw new AssertionError("kubectl " + String.join(" ", arguments) + " was done: " + outcome.out());
        }
        return outcome.err();
    }

    /** What kubectl says to a resource that it does not take. */
    public String kubectlRefuses(String yaml) {
        var outcome = api.kubectl(yaml, "apply", "-f", "-");
        if (outcome.exitCode() == 0) {
            throw new AssertionError("kubectl has taken " + yaml + ": " + outcome.out());
        }
        return outcome.err();
    }

    /** What kubectl says to a resource that it takes. */
    public String kubectlApply(String yaml) {
        var outcome = api.kubectl(yaml, "apply", "-f", "-");
        return outcome.out() + outcome.err();
    }

    /** Where the data is of a claim. */
    public Path volume(String claim) {
        return directory
                .resolve("volumes")
                .resolve(client().persistentVolumeClaims()
                        .inNamespace("default")
                        .withName(claim)
                        .get()
                        .getMetadata()
                        .getUid());
    }

    /** A client of another user's. */
    public KubernetesClient clientOf(String user) {
        return api.clientOf(user);
    }

    /** Applies a manifest. */
    public void install(Path manifest) {
        try {
            apply(manifest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What an operator process needs to find this lab. */
    public Map<String, String> environment() {
        return api.environment();
    }

    public RunningOperator operator() {
        return new RunningOperator(api.clientOf(OPERATOR_USER), addresses, PATIENCE, null);
    }

    /** An operator whose members run this image where their cluster names none. */
    public RunningOperator operatorOf(String image) {
        return new RunningOperator(api.clientOf(OPERATOR_USER), addresses, PATIENCE, null, image);
    }

    public RunningOperator operator(Duration learnerStartLimit) {
        return new RunningOperator(api.clientOf(OPERATOR_USER), addresses, learnerStartLimit, null);
    }

    /** An operator that halts at a point. */
    public RunningOperator operatorHaltingAt(CrashPoint point) {
        return new RunningOperator(api.clientOf(OPERATOR_USER), addresses, PATIENCE, point);
    }

    /** A pod of this name does not start. */
    public void holdBack(String pod) {
        pods.holdBack(pod);
    }

    /** A pod that was held back starts. */
    public void letGo(String pod) {
        pods.letGo(pod);
    }

    /** A member, asked directly. */
    public EtcdAdmin member(EtcdCluster cluster, String name) {
        var key = new ClusterKey(
                cluster.getMetadata().getNamespace(),
                cluster.getMetadata().getName(),
                cluster.getMetadata().getUid());
        var identity = new SecretReader(client()).identity(key, cluster.getSpec());
        return ((EtcdConnector) connector).to(addresses.clientUrl(key, name, identity.isPresent()), identity);
    }

    /** Stock etcdctl at a member of a cluster with TLS. */
    public String etcdctl(EtcdCluster cluster, String member, String... arguments) {
        var key = new ClusterKey("default", cluster.getMetadata().getName(), "");
        var identity =
                new SecretReader(client()).identity(key, cluster.getSpec()).orElseThrow();
        try {
            Path ca = Files.writeString(Files.createTempFile(directory, "ca", ".crt"), identity.caPem());
            Path certificate =
                    Files.writeString(Files.createTempFile(directory, "c", ".crt"), identity.certificatePem());
            Path privateKey = Files.writeString(Files.createTempFile(directory, "c", ".key"), identity.privateKeyPem());
            var command = new ArrayList<>(List.of(
                    "--endpoints=" + addresses.clientUrl(key, member, true),
                    "--cacert=" + ca,
                    "--cert=" + certificate,
                    "--key=" + privateKey));
            command.addAll(List.of(arguments));
            return StockAgent.execute(Program.stock("etcdctl-3.7").path(), command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether an object is in the bucket that Jobs write to. */
    public boolean bucketHolds(String object) {
        return Files.exists(directory.resolve("bucket").resolve(object));
    }

    /** Stock etcdctl at a URL, with nothing to show. */
    public String etcdctlAt(String url, String... arguments) {
        var command = new ArrayList<>(List.of("--endpoints=" + url, "--command-timeout=3s"));
        command.addAll(List.of(arguments));
        return StockAgent.execute(Program.stock("etcdctl-3.7").path(), command);
    }

    /** A member's peer URL. */
    public String peerUrl(String member) {
        return addresses.peerUrl(new ClusterKey("", "", ""), member, true);
    }

    /** A member's client URL. */
    public String clientUrl(String member, boolean tls) {
        return addresses.clientUrl(new ClusterKey("", "", ""), member, tls);
    }

    /** A new file among the lab's logs. */
    Path logFile(String of) throws IOException {
        return Files.createTempFile(directory, of, ".log");
    }

    @Override
    public void close() {
        pods.close();
        connector.close();
        api.close();
        deleteAllButLogs();
    }

    /** Volumes take gigabytes; the logs stay for whoever asks why a test failed. */
    private void deleteAllButLogs() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path each : files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".log"))
                    .toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
