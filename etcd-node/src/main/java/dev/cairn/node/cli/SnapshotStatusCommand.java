// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli;

import dev.cairn.node.image.ImageException;
import dev.cairn.node.image.ImageReader;
import dev.cairn.node.image.ImageStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "status", description = "Gets backend snapshot status of a given file")
final class SnapshotStatusCommand implements Runnable {
    @Parameters(paramLabel = "<filename>", arity = "0..*")
    private List<String> files = List.of();

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        if (files.size() != 1) {
            throw new CommandFailure(CommandFailure.BAD_ARGUMENTS, "snapshot status requires exactly one argument");
        }
        Printer printer = ((ToolOutput) spec.root().userObject()).printer();
        Path file = Path.of(files.getFirst());
        if (!Files.exists(file)) {
            throw new CommandFailure(CommandFailure.ERROR, "stat " + file + ": no such file or directory");
        }
        printer.print(row(read(file)));
    }

    private static ImageStatus read(Path file) {
        try (ImageReader image = ImageReader.open(file)) {
            List<String> findings = image.check();
            if (!findings.isEmpty()) {
                throw new CommandFailure(
                        CommandFailure.ERROR,
                        "snapshot file integrity check failed. " + findings.size() + " errors found.\n"
                                + String.join("\n", findings));
            }
            return ImageStatus.of(image);
        } catch (IOException | ImageException e) {
            throw new CommandFailure(CommandFailure.ERROR, file + ": " + e.getMessage());
        }
    }

    private static Printer.Row row(ImageStatus status) {
        String hash = Integer.toHexString(status.hash());
        List<String> cells = List.of(
                hash,
                Long.toString(status.revision()),
                Long.toString(status.totalKeys()),
                HumanBytes.of(status.totalSizeBytes()),
                status.version());
        return new Printer.Row(
                List.of("HASH", "REVISION", "TOTAL KEYS", "TOTAL SIZE", "VERSION"),
                cells,
                named(List.of("hash", "revision", "totalKey", "totalSize", "version"), status),
                named(List.of("Hash", "Revision", "Keys", "Size", "Version"), status));
    }

    private static Map<String, Object> named(List<String> names, ImageStatus status) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(names.get(0), Integer.toUnsignedLong(status.hash()));
        values.put(names.get(1), status.revision());
        values.put(names.get(2), status.totalKeys());
        values.put(names.get(3), status.totalSizeBytes());
        values.put(names.get(4), status.version());
        return values;
    }
}
