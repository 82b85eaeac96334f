// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.scene;

import dev.cairn.e2e.story.Stage;
import dev.cairn.e2e.story.Story;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** The operator's crash switch: a point at which it is halted once. A ConfigMap marks that it was. */
final class CrashSwitch implements AutoCloseable {
    private static final String VARIABLE = "CAIRN_CRASH_AT";
    private static final Duration ROLLED_OUT = Duration.ofSeconds(180);
    private static final int KILLED = 137;

    private final Story story;
    private final KubernetesClient client;
    private String point;

    CrashSwitch(Story story, Stage stage) {
        this.story = story;
        this.client = stage.client();
        stage.atEnd(this);
    }

    /** Returns once an operator runs that will be halted at this point. */
    void arm(String at) {
        point = at;
        forget();
        set(new EnvVar(VARIABLE, at, null));
        story.waitUntil("the operator to be rolled out", ROLLED_OUT, this::isRolledOut);
    }

    private void set(EnvVar variable) {
        deployment().edit(found -> {
            List<EnvVar> environment = found.getSpec()
                    .getTemplate()
                    .getSpec()
                    .getContainers()
                    .getFirst()
                    .getEnv();
            environment.removeIf(each -> each.getName().equals(VARIABLE));
            if (variable != null) {
                environment.add(variable);
            }
            return found;
        });
    }

    private RollableScalableResource<Deployment> deployment() {
        return client.apps().deployments().inNamespace(Stage.OPERATOR_NAMESPACE).withName(Stage.OPERATOR);
    }

    /** As {@code kubectl rollout status} decides it. */
    private boolean isRolledOut() {
        Deployment found = deployment().require();
        DeploymentStatus status = found.getStatus();
        Integer wanted = found.getSpec().getReplicas();
        return found.getMetadata().getGeneration().equals(status.getObservedGeneration())
                && wanted.equals(status.getUpdatedReplicas())
                && wanted.equals(status.getReplicas())
                && wanted.equals(status.getAvailableReplicas());
    }

    boolean hasFired() {
        return client.configMaps()
                        .inNamespace(Stage.OPERATOR_NAMESPACE)
                        .withName(marker())
                        .get()
                != null;
    }

    /** Its container ended as a killed one does. */
    boolean hasRestarted() {
        return client
                .pods()
                .inNamespace(Stage.OPERATOR_NAMESPACE)
                .withLabel("app.kubernetes.io/name", Stage.OPERATOR)
                .list()
                .getItems()
                .stream()
                .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
                .map(ContainerStatus::getLastState)
                .filter(Objects::nonNull)
                .map(ContainerState::getTerminated)
                .filter(Objects::nonNull)
                .map(ContainerStateTerminated::getExitCode)
                .anyMatch(code -> code == KILLED);
    }

    private String marker() {
        return "cairn-crash-" + point;
    }

    private void forget() {
        client.configMaps()
                .inNamespace(Stage.OPERATOR_NAMESPACE)
                .withName(marker())
                .delete();
    }

    /** The operator runs on without it. */
    @Override
    public void close() {
        if (point != null) {
            set(null);
            forget();
        }
    }
}
