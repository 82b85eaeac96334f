// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.timeless;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TimeAndThreadsTest {
    private static final String ROOT = "dev.cairn.node";

    static Stream<Class<?>> breaches() {
        return Arrays.stream(Planted.class.getDeclaredClasses()).filter(each -> each != Planted.Given.class);
    }

    /** A clock by method reference among them. */
    @ParameterizedTest
    @MethodSource("breaches")
    void aPlantedBreachIsSeen(Class<?> planted) {
        assertThat(TimeAndThreads.breaches(new ClassFileImporter().importClasses(planted)))
                .hasSize(1);
    }

    @Test
    void whoIsGivenTimeAndThreadsKeepsTheRule() {
        assertThat(TimeAndThreads.breaches(new ClassFileImporter().importClasses(Planted.Given.class)))
                .isEmpty();
    }

    /** Not asked: the command-line tools, and {@code api}, whose sockets measure drains and floods by the process' clock. */
    @Test
    void onlyBootstrapReadsClocksAndMakesThreads() {
        JavaClasses timeless = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(Stream.of(
                                "alarm",
                                "apply",
                                "auth",
                                "codec",
                                "disk",
                                "image",
                                "lease",
                                "membership",
                                "mvcc",
                                "peer",
                                "raft",
                                "server",
                                "snapshot",
                                "storage",
                                "tls",
                                "wal")
                        .map(name -> ROOT + "." + name)
                        .toList());
        assertThat(timeless.size()).isGreaterThan(200);
        assertThat(TimeAndThreads.breaches(timeless)).isEmpty();
    }
}
