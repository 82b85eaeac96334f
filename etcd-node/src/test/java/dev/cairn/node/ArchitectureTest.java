// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The arrows of docs/ARCHITECTURE.md, kept by a test: who may import whom, and which library lives where. Clocks and
 * threads have a test of their own, {@code TimeAndThreadsTest}.
 */
class ArchitectureTest {
    private static final String ROOT = "dev.cairn.node";

    /** The messages of etcd's .proto files. */
    private static final String GENERATED = ROOT.replace(".", "\\.") + "\\.wire\\.\\w+pb";

    /** Checks of what must always hold: it imports nothing, and everybody may import it. */
    private static final String INVARIANT = "invariant";

    /** What is counted, for operators: the same holds. */
    private static final String FIGURES = "figures";

    /** For each first-level package, the packages of ours it may import. A package that is not here may not exist. */
    private static final Map<String, Set<String>> ARROWS = new TreeMap<>(Map.ofEntries(
            Map.entry("protobuf", Set.of()),
            Map.entry("wire", Set.of("protobuf")),
            Map.entry(INVARIANT, Set.of()),
            Map.entry(FIGURES, Set.of()),
            Map.entry("raft", Set.of()),
            Map.entry("disk", Set.of()),
            Map.entry("storage", Set.of("disk")),
            Map.entry("codec", Set.of("raft", "protobuf")),
            Map.entry("wal", Set.of("raft", "wire", "codec", "disk", "protobuf")),
            Map.entry("snapshot", Set.of("raft", "wire", "codec", "disk", "wal", "protobuf")),
            Map.entry("image", Set.of("storage", "wire")),
            Map.entry("mvcc", Set.of("storage", "wire", "protobuf")),
            Map.entry("lease", Set.of("storage", "wire")),
            Map.entry("auth", Set.of("storage", "wire")),
            Map.entry("alarm", Set.of("storage", "wire")),
            Map.entry("membership", Set.of("storage", "wire")),
            Map.entry(
                    "apply",
                    Set.of("mvcc", "lease", "auth", "alarm", "membership", "storage", "raft", "codec", "wire")),
            Map.entry(
                    "server",
                    Set.of(
                            "raft",
                            "wal",
                            "snapshot",
                            "apply",
                            "image",
                            "mvcc",
                            "lease",
                            "auth",
                            "alarm",
                            "membership",
                            "storage",
                            "disk",
                            "codec",
                            "wire")),
            Map.entry("peer", Set.of("server", "raft", "codec", "membership", "wire", "tls", "protobuf")),
            Map.entry("api", Set.of("server", "mvcc", "lease", "membership", "wire", "tls")),
            Map.entry("tls", Set.of()),
            Map.entry(
                    "cli",
                    Set.of(
                            "image",
                            "storage",
                            "disk",
                            "wal",
                            "snapshot",
                            "membership",
                            "mvcc",
                            "raft",
                            "codec",
                            "wire",
                            "tls",
                            "backup")),
            Map.entry("client", Set.of("wire", "tls")),
            Map.entry("ctl", Set.of("client", "cli", "wire", "tls")),
            Map.entry("backup", Set.of("client", "image", "storage", "wire", "tls")),
            Map.entry(
                    "bootstrap",
                    Set.of(
                            "wire",
                            "raft",
                            "storage",
                            "disk",
                            "codec",
                            "wal",
                            "snapshot",
                            "image",
                            "mvcc",
                            "lease",
                            "auth",
                            "alarm",
                            "membership",
                            "apply",
                            "server",
                            "peer",
                            "api",
                            "tls",
                            "cli"))));

    /** Files that name one another in a loop, at most. It may only become smaller. */
    private static final int LARGEST_CIRCLE = 3;

    private static final List<String> FRAMEWORK =
            List.of("jakarta..", "io.quarkus..", "io.smallrye..", "org.eclipse.microprofile..", "org.jboss..");

    private static JavaClasses classes;

    @BeforeAll
    static void importClasses() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(ROOT);
    }

    @Test
    void everyArrowBetweenPackagesIsDrawn() {
        Set<String> strangers = new TreeSet<>();
        for (JavaClass from : classes) {
            String source = firstLevel(from);
            for (var dependency : from.getDirectDependenciesFromSelf()) {
                JavaClass to = dependency.getTargetClass();
                String target = firstLevel(to);
                boolean ours = to.getPackageName().startsWith(ROOT) && !target.isEmpty();
                if (ours
                        && !target.equals(source)
                        && !target.equals(INVARIANT)
                        && !target.equals(FIGURES)
                        && !ARROWS.getOrDefault(source, Set.of()).contains(target)) {
                    strangers.add(source + " -> " + target + " (" + from.getName() + " uses " + to.getName() + ")");
                }
            }
        }
        Assertions.assertThat(strangers).isEmpty();
    }

    @Test
    void everyPackageIsKnown() {
        Set<String> unknown = new TreeSet<>();
        classes.forEach(each -> {
            if (!firstLevel(each).isEmpty() && !ARROWS.containsKey(firstLevel(each))) {
                unknown.add(firstLevel(each));
            }
        });
        Assertions.assertThat(unknown).isEmpty();
    }

    /**
     * Whoever reads a name in a log, a stack trace or the documentation finds one class, and the right one. What is nested
     * does not take the name of a class of its own, unless it is private.
     */
    @Test
    void noTwoClassesHaveOneName() {
        Map<String, Set<String>> byName = new TreeMap<>();
        List<JavaClass> ours = classes.stream()
                .filter(each -> !each.getPackageName().matches(GENERATED))
                .filter(each -> !each.getSimpleName().equals("package-info"))
                .toList();
        ours.stream()
                .filter(JavaClass::isTopLevelClass)
                .forEach(each -> byName.computeIfAbsent(each.getSimpleName(), _ -> new TreeSet<>())
                        .add(each.getName()));
        ours.stream()
                .filter(each -> !each.isTopLevelClass() && !each.getModifiers().contains(JavaModifier.PRIVATE))
                .filter(each -> byName.containsKey(each.getSimpleName()))
                .forEach(each -> byName.get(each.getSimpleName()).add(each.getName()));
        byName.values().removeIf(namesakes -> namesakes.size() == 1);
        Assertions.assertThat(byName).isEmpty();
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void filesHaveNoLargeCircles() {
        var written = classes.that(DescribedPredicate.describe(
                "written by hand", each -> !each.getPackageName().matches(GENERATED)));
        Assertions.assertThat(FileCircles.of(FileCircles.uses(written)))
                .as("circles of files")
                .isNotEmpty()
                .allMatch(circle -> circle.size() <= LARGEST_CIRCLE);
    }

    @Test
    void raftKnowsTheJavaBaseOnly() {
        rule(noClasses()
                .that()
                .resideInAPackage(ROOT + ".raft..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        ROOT + ".raft..", ROOT + "." + INVARIANT, "java.lang..", "java.util..", "java.nio"));
    }

    @Test
    void librariesStayInTheirRooms() {
        confined("org.rocksdb..", "storage.rocksdb");
        confined("io.netty..", "api", "peer", "tls", "bootstrap");
        confined("picocli..", "cli", "ctl");
        rule(noClasses()
                .that()
                .resideInAPackage(ROOT + "..")
                .and()
                .resideOutsideOfPackages(ROOT + ".api..", ROOT + ".wire..", ROOT + ".bootstrap..", ROOT + ".client..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.grpc.."));
    }

    /** The gRPC side reads from its own streams and writes to its own buffers, generated messages do it themselves. */
    @Test
    void protobufIsWrittenAndReadByHandWithOneToolkit() {
        for (Class<?> stream : List.of(CodedInputStream.class, CodedOutputStream.class)) {
            rule(noClasses()
                    .that()
                    .resideOutsideOfPackages(ROOT + ".protobuf..", ROOT + ".api..", ROOT + ".wire..")
                    .should()
                    .callMethodWhere(target(owner(type(stream))).and(target(name("newInstance")))));
        }
    }

    /** A simulation constructs everything below {@code bootstrap} by hand. */
    @Test
    void theFrameworkStaysAtTheEdge() {
        for (String framework : FRAMEWORK) {
            confined(framework, "bootstrap");
        }
    }

    @Test
    void anInjectedClassBelowTheEdgeIsSeen() {
        JavaClasses injected = new ClassFileImporter().importClasses(Injected.class);
        Assertions.assertThat(confinement("jakarta..", "bootstrap")
                        .evaluate(injected)
                        .getFailureReport()
                        .getDetails())
                .anyMatch(line -> line.contains("jakarta.inject.Singleton"));
    }

    @Singleton
    private static final class Injected {}

    private static void confined(String library, String... rooms) {
        rule(confinement(library, rooms));
    }

    private static ArchRule confinement(String library, String... rooms) {
        String[] allowed = java.util.Arrays.stream(rooms)
                .map(room -> ROOT + "." + room + "..")
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(ROOT + "..")
                .and()
                .resideOutsideOfPackages(allowed)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }

    private static void rule(ArchRule rule) {
        rule.allowEmptyShould(true).check(classes);
    }

    private static String firstLevel(JavaClass each) {
        String name = each.getPackageName();
        if (!name.startsWith(ROOT + ".")) {
            return "";
        }
        String rest = name.substring(ROOT.length() + 1);
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }
}
