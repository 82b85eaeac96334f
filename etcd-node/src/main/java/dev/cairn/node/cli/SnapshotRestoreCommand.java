// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli;

import dev.cairn.node.cli.restore.NewCluster;
import dev.cairn.node.cli.restore.RestoreRequest;
import dev.cairn.node.cli.restore.SnapshotRestore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "restore", description = "Restores an etcd member snapshot to an etcd directory")
final class SnapshotRestoreCommand implements Callable<Integer> {
    @Parameters(paramLabel = "<filename>", arity = "0..*")
    private List<String> files = List.of();

    @Mixin
    private RestoreFlags flags;

    @Option(
            names = "--skip-hash-check",
            arity = "0..1",
            fallbackValue = "true",
            description = "Ignore snapshot integrity hash value (required if copied from data directory)")
    private boolean skipHashCheck;

    @Option(
            names = "--initial-memory-map-size",
            paramLabel = "uint",
            converter = UnsignedNumber.class,
            description = "accepted and ignored: the store is not a memory map")
    private Long initialMemoryMapSize;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (files.size() != 1) {
            throw new CommandFailure(CommandFailure.BAD_ARGUMENTS, "snapshot restore requires exactly one argument");
        }
        flags.checkBump();
        Path snapshot = Path.of(files.getFirst());
        NewCluster cluster = flags.cluster();
        RestoreRequest request = flags.request(snapshot, cluster, skipHashCheck);
        ToolLog log = ((ToolOutput) spec.root().userObject()).log();
        Map<String, Object> fields = fields(request);
        log.info("restoring snapshot", fields);
        if (!Files.exists(snapshot)) {
            throw new NoSuchFileException(snapshot.toString());
        }
        ProgressLog progress = log.progress("restoring", Files.size(snapshot));
        new SnapshotRestore(request, progress::reached).run();
        log.info("restored snapshot", fields);
        return 0;
    }

    private static Map<String, Object> fields(RestoreRequest request) {
        Path member = request.dataDir().resolve("member");
        Path wal = request.walDir() == null ? member.resolve("wal") : request.walDir();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("path", request.snapshot().toString());
        fields.put("wal-dir", wal.toString());
        fields.put("data-dir", request.dataDir().toString());
        fields.put("snap-dir", member.resolve("snap").toString());
        return fields;
    }
}
