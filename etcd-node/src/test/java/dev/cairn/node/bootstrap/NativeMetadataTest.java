// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Message;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No native image is built here; what can be checked without one is that its metadata keeps up with the code. */
class NativeMetadataTest {
    private static final String FILE = "/META-INF/native-image/dev.cairn/etcd-node/reachability-metadata.json";

    private final Set<String> named = new TreeSet<>();

    @BeforeEach
    void read() throws IOException {
        try (InputStream in = NativeMetadataTest.class.getResourceAsStream(FILE)) {
            for (JsonNode entry : new ObjectMapper().readTree(in).path("reflection")) {
                named.add(entry.path("type").asText());
            }
        }
    }

    @Test
    void everyClassThatTheMetadataNamesExists() {
        Set<String> missing = new TreeSet<>();
        for (String name : named) {
            try {
                Class.forName(name, false, NativeMetadataTest.class.getClassLoader());
            } catch (ClassNotFoundException e) {
                missing.add(name);
            }
        }
        assertThat(missing).isEmpty();
    }

    /** Protobuf reads their fields by reflection, for JSON above all. */
    @Test
    void everyMessageIsNamed() {
        Set<String> messages = new TreeSet<>();
        for (JavaClass each : new ClassFileImporter().importPackages("dev.cairn.node.wire")) {
            if (each.isAssignableTo(Message.class) || each.isAssignableTo(Message.Builder.class)) {
                messages.add(each.getName());
            }
        }
        assertThat(messages).hasSizeGreaterThan(100);
        messages.removeAll(named);
        assertThat(messages).isEmpty();
    }
}
