// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may import whom in the operator, and which library lives where. */
class ArchitectureTest {
    private static final String ROOT = "dev.cairn.operator";

    /** For each package, the packages of ours it may import. A package that is not here may not exist. */
    private static final Map<String, Set<String>> ARROWS = new TreeMap<>(Map.ofEntries(
            Map.entry("naming", Set.of()),
            Map.entry("etcd", Set.of()),
            Map.entry("etcd.wire", Set.of()),
            Map.entry("etcd.grpc", Set.of("etcd", "etcd.wire")),
            Map.entry("tls", Set.of()),
            Map.entry("crash", Set.of()),
            Map.entry("kube", Set.of()),
            Map.entry("conditions", Set.of()),
            Map.entry("agent", Set.of("naming")),
            Map.entry("jobs", Set.of("agent", "naming")),
            Map.entry("backup.observe", Set.of("jobs", "naming", "conditions", "kube")),
            Map.entry("backup.plan", Set.of("backup.observe", "jobs", "naming")),
            Map.entry("backup.desired", Set.of("agent", "naming")),
            Map.entry(
                    "backup.act", Set.of("backup.observe", "backup.plan", "backup.desired", "naming", "kube", "crash")),
            Map.entry(
                    "backup.status", Set.of("backup.observe", "backup.plan", "jobs", "agent", "naming", "conditions")),
            Map.entry(
                    "backup",
                    Set.of(
                            "backup.observe",
                            "backup.plan",
                            "backup.act",
                            "backup.status",
                            "jobs",
                            "agent",
                            "naming",
                            "kube")),
            Map.entry("restore.observe", Set.of("jobs", "naming", "conditions", "kube")),
            Map.entry("restore.plan", Set.of("restore.observe", "jobs", "agent", "naming")),
            Map.entry("restore.desired", Set.of("cluster.desired", "agent", "naming")),
            Map.entry(
                    "restore.act",
                    Set.of("restore.observe", "restore.plan", "restore.desired", "naming", "kube", "crash")),
            Map.entry("restore.status", Set.of("restore.observe", "restore.plan", "naming", "conditions")),
            Map.entry(
                    "restore",
                    Set.of(
                            "restore.observe",
                            "restore.plan",
                            "restore.act",
                            "restore.status",
                            "jobs",
                            "naming",
                            "kube")),
            Map.entry("cluster.desired", Set.of("naming", "tls", "agent")),
            Map.entry("cluster.snapshot", Set.of("naming", "conditions")),
            Map.entry("recovery.observe", Set.of("naming")),
            Map.entry(
                    "recovery.plan",
                    Set.of(
                            "recovery.observe",
                            "cluster.observe",
                            "cluster.plan",
                            "cluster.reason",
                            "cluster.validate",
                            "etcd",
                            "naming")),
            Map.entry(
                    "cluster.observe",
                    Set.of("recovery.observe", "naming", "etcd", "tls", "cluster.desired", "cluster.snapshot", "kube")),
            Map.entry("cluster.reason", Set.of()),
            Map.entry("cluster.validate", Set.of("cluster.observe", "cluster.reason", "naming", "etcd", "tls")),
            Map.entry(
                    "cluster.plan",
                    Set.of(
                            "cluster.observe",
                            "cluster.reason",
                            "cluster.validate",
                            "cluster.desired",
                            "cluster.snapshot",
                            "naming",
                            "etcd",
                            "tls")),
            Map.entry("cluster.execute.volume", Set.of("naming")),
            Map.entry(
                    "cluster.execute",
                    Set.of(
                            "cluster.execute.volume",
                            "cluster.observe",
                            "cluster.plan",
                            "cluster.desired",
                            "naming",
                            "etcd",
                            "tls",
                            "crash",
                            "kube")),
            Map.entry(
                    "cluster.act",
                    Set.of(
                            "cluster.observe",
                            "cluster.plan",
                            "cluster.execute",
                            "cluster.desired",
                            "naming",
                            "etcd",
                            "crash",
                            "kube")),
            Map.entry(
                    "cluster.status",
                    Set.of(
                            "cluster.observe",
                            "cluster.reason",
                            "cluster.execute",
                            "cluster.validate",
                            "cluster.plan",
                            "cluster.act",
                            "cluster.desired",
                            "naming",
                            "etcd",
                            "tls",
                            "kube",
                            "conditions")),
            Map.entry(
                    "cluster.removal",
                    Set.of(
                            "cluster.observe",
                            "cluster.snapshot",
                            "cluster.act",
                            "agent",
                            "jobs",
                            "naming",
                            "kube",
                            "crash",
                            "conditions")),
            Map.entry(
                    "cluster",
                    Set.of(
                            "cluster.removal",
                            "cluster.observe",
                            "cluster.reason",
                            "cluster.execute",
                            "cluster.validate",
                            "cluster.plan",
                            "cluster.act",
                            "cluster.status",
                            "recovery.plan",
                            "naming",
                            "tls",
                            "kube"))));

    private static final SliceAssignment FILES = new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass each) {
            JavaClass top = each;
            while (top.getEnclosingClass().isPresent()) {
                top = top.getEnclosingClass().get();
            }
            boolean ours = top.getPackageName().startsWith(ROOT) && !"etcd.wire".equals(room(top));
            return ours ? SliceIdentifier.of(top.getName()) : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "files";
        }
    };

    private static JavaClasses classes;

    @BeforeAll
    static void importClasses() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(ROOT);
    }

    @Test
    void everyArrowBetweenPackagesIsDrawn() {
        var strangers = new TreeSet<String>();
        for (JavaClass from : classes) {
            String source = room(from);
            if ("bootstrap".equals(source)) {
                continue;
            }
            for (var dependency : from.getDirectDependenciesFromSelf()) {
                JavaClass to = dependency.getTargetClass();
                String target = room(to);
                boolean ours = to.getPackageName().startsWith(ROOT);
                if (ours
                        && !target.equals(source)
                        && !ARROWS.getOrDefault(source, Set.of()).contains(target)) {
                    strangers.add(source + " -> " + target + " (" + from.getName() + " uses " + to.getName() + ")");
                }
            }
        }
        assertThat(strangers).isEmpty();
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(classes);
    }

    /** A nested class is part of its file; generated code is as it is. */
    @Test
    void filesHaveNoCircles() {
        slices().assignedFrom(FILES).should().beFreeOfCycles().check(classes);
    }

    @Test
    void plansAndDesiredObjectsAreMadeWithoutAClient() {
        rule(noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + "..plan..",
                        ROOT + "..desired..",
                        ROOT + "..validate..",
                        ROOT + ".naming..",
                        ROOT + ".tls..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.fabric8.kubernetes.client..", "io.javaoperatorsdk..", "io.grpc..", "jakarta.."));
    }

    @Test
    void librariesStayInTheirRooms() {
        confined("io.grpc..", "etcd.grpc", "etcd.wire");
        confined("io.netty..", "etcd.grpc");
        confined("org.bouncycastle..", "tls");
        confined("com.cronutils..", "backup.plan");
        confined("jakarta..", "bootstrap");
        confined("io.smallrye..", "bootstrap");
        confined("io.micrometer..", "bootstrap");
    }

    @Test
    void onlyBootstrapReadsClocksMakesThreadsAndRollsDice() {
        String[] all = {ROOT + ".."};
        String bootstrap = ROOT + ".bootstrap..";
        outside(bootstrap, java.time.Instant.class, "now");
        outside(bootstrap, System.class, "nanoTime");
        outside(bootstrap, System.class, "currentTimeMillis");
        outside(bootstrap, Math.class, "random");
        outside(bootstrap, Thread.class, "ofVirtual");
        outside(bootstrap, Thread.class, "ofPlatform");
        rule(noClasses()
                .that()
                .resideInAnyPackage(all)
                .and()
                .resideOutsideOfPackage(bootstrap)
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.Executors"));
    }

    @Test
    void aReconcilerIsATableOfContents() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(each -> each.toString().endsWith("Reconciler.java"))
                    .toList()) {
                try (Stream<String> lines = Files.lines(file)) {
                    assertThat(lines.count()).as(file.toString()).isLessThanOrEqualTo(100);
                }
            }
        }
    }

    @Test
    void everyPackageSaysWhatItOwns() throws IOException {
        try (Stream<Path> directories = Files.walk(Path.of("src/main/java/dev/cairn/operator"))) {
            var silent = directories
                    .filter(Files::isDirectory)
                    .filter(each -> hasSources(each) && !Files.exists(each.resolve("package-info.java")))
                    .toList();
            assertThat(silent).isEmpty();
        }
    }

    private static boolean hasSources(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.anyMatch(each -> each.toString().endsWith(".java"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void outside(String room, Class<?> type, String method) {
        for (var each : type.getMethods()) {
            if (each.getName().equals(method)) {
                rule(noClasses()
                        .that()
                        .resideInAPackage(ROOT + "..")
                        .and()
                        .resideOutsideOfPackage(room)
                        .should()
                        .callMethod(type, method, each.getParameterTypes()));
            }
        }
    }

    private static void confined(String library, String... rooms) {
        String[] allowed =
                Stream.of(rooms).map(room -> ROOT + "." + room + "..").toArray(String[]::new);
        rule(noClasses()
                .that()
                .resideInAPackage(ROOT + "..")
                .and()
                .resideOutsideOfPackages(allowed)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library));
    }

    private static void rule(ArchRule rule) {
        rule.allowEmptyShould(true).check(classes);
    }

    private static String room(JavaClass each) {
        String name = each.getPackageName();
        return name.length() > ROOT.length() ? name.substring(ROOT.length() + 1) : "";
    }
}
