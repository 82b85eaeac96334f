// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Objects against their golden YAML; {@code -Drewrite=true} writes it anew, for review as a diff. */
public final class Golden {
    private static final Path DIRECTORY = Path.of("src/test/resources/golden");
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private Golden() {}

    public static void compare(String name, HasMetadata object) throws IOException {
        Path file = DIRECTORY.resolve(name + ".yaml");
        String yaml = YAML.asYaml(object);
        if (Boolean.getBoolean("rewrite")) {
            Files.createDirectories(DIRECTORY);
            Files.writeString(file, yaml);
        }
        assertThat(yaml).isEqualTo(Files.readString(file));
    }
}
