// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.bootstrap;

import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.crash.CrashSwitch;
import dev.cairn.operator.crash.HaltOnce;
import dev.cairn.operator.kube.KubeWriter;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes the crash switch that the environment asks for. Its marker is a ConfigMap in the operator's namespace. */
final class CrashSwitches {
    private CrashSwitches() {}

    static CrashSwitch of(Optional<String> spelling, KubernetesClient client, String namespace) {
        if (spelling.isEmpty() || spelling.get().isBlank()) {
            return CrashSwitch.NONE;
        }
        CrashPoint point = CrashPoint.spelled(spelling.get().strip())
                .orElseThrow(
                        () -> new IllegalArgumentException("CAIRN_CRASH_AT is " + spelling.get() + "; the points are "
                                + Arrays.stream(CrashPoint.values())
                                        .map(CrashPoint::spelling)
                                        .collect(Collectors.joining(", "))));
        var kube = new KubeWriter(client);
        return new HaltOnce(
                point,
                reached -> kube.create(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName("cairn-crash-" + reached.spelling())
                        .endMetadata()
                        .withData(Map.of("point", reached.spelling()))
                        .build()),
                () -> Runtime.getRuntime().halt(HaltOnce.EXIT_CODE));
    }
}
