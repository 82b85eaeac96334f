// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli;

import dev.cairn.node.image.ImageKvHash;
import dev.cairn.node.image.ImageReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "hashkv", description = "Prints the KV history hash of a given file")
final class HashKvCommand implements Callable<Integer> {
    @Parameters(paramLabel = "<filename>", arity = "0..*")
    private List<String> files = List.of();

    @Option(
            names = "--rev",
            paramLabel = "int",
            defaultValue = "0",
            description = "maximum revision to hash (default: latest revision)")
    private long revision;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (files.size() != 1) {
            throw new CommandFailure(CommandFailure.ERROR, "accepts 1 arg(s), received " + files.size());
        }
        Printer printer = ((ToolOutput) spec.root().userObject()).printer();
        try (ImageReader image = ImageReader.open(Path.of(files.getFirst()))) {
            printer.print(row(ImageKvHash.of(image, revision)));
        }
        return 0;
    }

    private static Printer.Row row(ImageKvHash result) {
        return new Printer.Row(
                List.of("HASH", "HASH REVISION", "COMPACT REVISION"),
                List.of(
                        Integer.toUnsignedString(result.hash()),
                        Long.toString(result.hashRevision()),
                        Long.toString(result.compactRevision())),
                named(List.of("hash", "hashRevision", "compactRevision"), result),
                named(List.of("Hash", "Hash revision", "Compact revision"), result));
    }

    private static Map<String, Object> named(List<String> names, ImageKvHash result) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(names.get(0), Integer.toUnsignedLong(result.hash()));
        values.put(names.get(1), result.hashRevision());
        values.put(names.get(2), result.compactRevision());
        return values;
    }
}
