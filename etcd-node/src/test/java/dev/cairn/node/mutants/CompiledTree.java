// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mutants;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A copy of the compiled tree, and the mutants' classes beside it. A patch is applied to copies of the files it names,
 * these are compiled against the tree, and what comes out stands in front of it on the class path: neither sources nor
 * classes of the working tree are touched.
 */
final class CompiledTree {
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    private final Path root;
    private final Path work;
    private final String dependencies;

    /** {@code root} is the checkout, {@code work} a directory that is made anew. */
    CompiledTree(Path root, Path work, String dependencies) throws IOException {
        this.root = root;
        this.work = work;
        this.dependencies = dependencies;
        deleteTree(work);
        Path compiled = root.resolve("etcd-node/target");
        copyTree(compiled.resolve("classes"), work.resolve("classes"));
        copyTree(compiled.resolve("test-classes"), work.resolve("test-classes"));
    }

    /** The class path without any mutant. */
    String classPath() {
        return String.join(
                File.pathSeparator,
                work.resolve("classes").toString(),
                work.resolve("test-classes").toString(),
                dependencies);
    }

    /** The class path of a mutant; fails, with its name, when the patch does not apply or does not compile. */
    String classPath(Mutant mutant) throws IOException, InterruptedException {
        Path sources = work.resolve(mutant.name()).resolve("sources");
        Path classes = work.resolve(mutant.name()).resolve("classes");
        Files.createDirectories(classes);
        List<Path> files = patched(mutant, sources);
        compile(mutant, files, classes);
        return classes + File.pathSeparator + classPath();
    }

    private List<Path> patched(Mutant mutant, Path sources) throws IOException, InterruptedException {
        List<Path> files = new ArrayList<>();
        for (String line : Files.readAllLines(mutant.patch())) {
            if (line.startsWith("+++ b/")) {
                String name = line.substring("+++ b/".length()).split("\t")[0];
                Path copy = sources.resolve(name);
                if (!Files.exists(root.resolve(name))) {
                    throw new IllegalStateException(
                            mutant.name() + ": its patch no longer applies: there is no " + name + " any more");
                }
                Files.createDirectories(copy.getParent());
                Files.copy(root.resolve(name), copy);
                files.add(copy);
            }
        }
        Process patch = new ProcessBuilder("patch", "-p1", "--fuzz=0", "--silent", "--batch", "--no-backup-if-mismatch")
                .directory(sources.toFile())
                .redirectInput(mutant.patch().toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(patch.getInputStream().readAllBytes()).strip();
        if (patch.waitFor() != 0) {
            throw new IllegalStateException(mutant.name() + ": its patch no longer applies: " + said);
        }
        return files;
    }

    private void compile(Mutant mutant, List<Path> files, Path classes) throws IOException {
        StringWriter complaints = new StringWriter();
        List<String> options =
                List.of("-proc:none", "-nowarn", "-Xlint:none", "-d", classes.toString(), "-cp", classPath());
        try (StandardJavaFileManager manager = COMPILER.getStandardFileManager(null, null, null)) {
            boolean compiled = COMPILER.getTask(
                            complaints, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
                    .call();
            if (!compiled) {
                throw new IllegalStateException(mutant.name() + ": it does not compile: " + complaints);
            }
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path each : tree.toList()) {
                Path target = to.resolve(from.relativize(each).toString());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(each, target);
                }
            }
        }
    }

    private static void deleteTree(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (Stream<Path> found = Files.walk(tree)) {
                for (Path each : found.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }
}
