// SPDX-License-Identifier: Apache-2.0
package dev.cairn.crds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.crds.backup.EtcdBackup;
import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.crds.restore.EtcdRestore;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The YAML under {@code manifests/crds} and the chart's copy are what the Java types say. {@code -Drewrite=true} writes
 * them anew.
 */
class GeneratedCrdsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final List<Path> COPIES =
            List.of(ROOT.resolve("manifests/crds"), ROOT.resolve("charts/cairn-operator/crds"));
    private static final List<Class<? extends CustomResource<?, ?>>> TYPES =
            List.of(EtcdCluster.class, EtcdBackup.class, EtcdRestore.class);

    @Test
    void committedYamlIsWhatTheTypesSay() throws IOException {
        var stale = new ArrayList<String>();
        for (var type : TYPES) {
            var generated = CrdYaml.of(type);
            for (Path copy : COPIES) {
                Path file = copy.resolve(generated.getKey() + ".yaml");
                if (Boolean.getBoolean("rewrite")) {
                    Files.createDirectories(copy);
                    Files.writeString(file, generated.getValue());
                } else if (!Files.exists(file) || !Files.readString(file).equals(generated.getValue())) {
                    stale.add(ROOT.relativize(file).toString());
                }
            }
        }
        assertThat(stale)
                .as("generated files that differ from the Java types; `make crds` writes them anew")
                .isEmpty();
    }
}
