// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.cluster;

import dev.cairn.node.cli.CommandFailure;
import dev.cairn.node.cli.GoStyle;
import dev.cairn.node.cli.HumanBytes;
import dev.cairn.node.client.CallFailure;
import dev.cairn.node.client.ClusterClient;
import dev.cairn.node.ctl.print.GoText;
import dev.cairn.node.ctl.session.ClientLog;
import dev.cairn.node.ctl.session.CtlCommand;
import dev.cairn.node.ctl.session.CtlSession;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code snapshot save}: into a file beside, which takes its name when all of it is on the disk. */
@Command(
        name = "save",
        customSynopsis = "save <filename>",
        description = "Stores an etcd node backend snapshot to a given file")
final class SnapshotSaveCommand extends CtlCommand {
    private static final int SECTOR_BYTES = 512;
    private static final int DIGEST_BYTES = 32;
    private static final long LINE_NANOS = Duration.ofSeconds(2).toNanos();

    /** What has come so far. */
    private static final class Received {
        private long bytes;
        private String version = "";
        private long nextLine = System.nanoTime() + LINE_NANOS;
    }

    @Override
    protected int run(List<String> args) {
        check(args.size() == 1, "snapshot save expects one argument <filename>");
        CtlSession session = session();
        List<String> endpoints = session.options().endpoints();
        if (endpoints.size() != 1) {
            throw failed("snapshot must be requested to one selected node, not multiple [" + String.join(" ", endpoints)
                    + "]");
        }
        Path path = Path.of(args.getFirst());
        Path part = Path.of(args.getFirst() + ".part");
        try (ClusterClient client = client(session)) {
            String version = save(session, client, path, part);
            session.terminal().out().println("Snapshot saved at " + args.getFirst());
            if (!version.isEmpty()) {
                session.terminal().out().println("Server version " + version);
            }
            return 0;
        } catch (CallFailure e) {
            throw failed(e.getMessage());
        } catch (IOException | UncheckedIOException e) {
            throw failed(GoStyle.words(e));
        } finally {
            removeLeftover(part);
        }
    }

    private static ClusterClient client(CtlSession session) {
        try {
            return session.client(session.options(), "client");
        } catch (CommandFailure e) {
            throw e.exitCode() == CommandFailure.BAD_CONNECTION ? failed(e.getMessage()) : e;
        }
    }

    private static String save(CtlSession session, ClusterClient client, Path path, Path part) throws IOException {
        String endpoint = client.options().endpoints().getFirst();
        ClientLog log = session.log();
        Received received = new Received();
        long begin = System.nanoTime();
        try (FileChannel file = open(part);
                OutputStream out = Channels.newOutputStream(file)) {
            log.info("created temporary db file", "path", part.toString());
            log.named("client").info("opened snapshot stream; downloading");
            log.info("fetching snapshot", "endpoint", endpoint);
            client.snapshot(session.patienceOfLongCommand(), piece -> {
                try {
                    piece.getBlob().writeTo(out);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                received.bytes += piece.getBlob().size();
                received.version = piece.getVersion();
                if (System.nanoTime() > received.nextLine) {
                    received.nextLine = System.nanoTime() + LINE_NANOS;
                    log.info(
                            "fetching snapshot",
                            "received",
                            HumanBytes.of(received.bytes),
                            "remaining",
                            HumanBytes.of(piece.getRemainingBytes()));
                }
            });
            log.named("client").info("completed snapshot read; closing");
            if (received.bytes % SECTOR_BYTES != DIGEST_BYTES) {
                throw failed("sha256 checksum not found [bytes: " + received.bytes + "]");
            }
            file.force(true);
        }
        log.info(
                "fetched snapshot",
                "endpoint",
                endpoint,
                "size",
                HumanBytes.of(received.bytes),
                "took",
                GoText.duration(Duration.ofNanos(System.nanoTime() - begin)),
                "etcd-version",
                received.version);
        Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        log.info("saved", "path", path.toString());
        return received.version;
    }

    private static FileChannel open(Path part) throws IOException {
        try {
            return FileChannel.open(
                    part,
                    EnumSet.of(
                            StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (IOException e) {
            throw failed("could not open " + part + " (" + GoStyle.words(e) + ")");
        }
    }

    private static void removeLeftover(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw failed(GoStyle.words(e));
        }
    }

    private static CommandFailure failed(String why) {
        return new CommandFailure(CommandFailure.INTERRUPTED, why);
    }
}
