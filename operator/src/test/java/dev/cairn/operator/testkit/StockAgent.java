// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.testkit.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Does what the backup agent's command line asks for with stock etcdctl and etcdutl, and with a directory for a bucket.
 * It keeps the agent's contract: arguments in, a report out.
 */
final class StockAgent {
    private static final String LISTED = "--listed=";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path bucket;
    private final Function<String, Path> secrets;
    private int saved;

    /** @param secrets the directory with a mounted Secret's files, by its mount path */
    StockAgent(Path bucket, Function<String, Path> secrets) {
        this.bucket = bucket;
        this.secrets = secrets;
    }

    /**
     * A report that the agent would leave, as JSON.
     *
     * @param dataDirectory where the volume is that its Job mounts; null if it mounts none
     */
    String run(List<String> arguments, String memberUrl, Path dataDirectory) {
        Map<String, String> flags = new TreeMap<>();
        for (String each : arguments.subList(1, arguments.size())) {
            int equals = each.indexOf('=');
            flags.put(
                    each.substring(2, equals < 0 ? each.length() : equals),
                    equals < 0 ? "true" : each.substring(equals + 1));
        }
        try {
            if (!"backups".equals(flags.get("bucket"))) {
                return failure("NoSuchBucket", "bucket " + flags.get("bucket") + " does not exist");
            }
            return switch (arguments.getFirst()) {
                case "save" -> save(flags, listed(arguments), memberUrl);
                case "verify" -> verify(flags);
                case "restore" -> restored(flags, arguments, dataDirectory);
                case "check" -> checked(listed(arguments));
                default -> failure("Usage", "no verb " + arguments.getFirst());
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a data directory of a snapshot. */
    void restore(List<String> arguments, Function<String, String> here) {
        var command = new ArrayList<String>(List.of("snapshot", "restore"));
        for (String each : arguments.subList(1, arguments.size())) {
            String flag = each.substring(2).replaceFirst("=.*", "");
            if (flag.equals("object")) {
                command.add(
                        bucket.resolve(each.substring(each.indexOf('=') + 1)).toString());
            } else if (!List.of("bucket", "s3-endpoint", "region", "force-path-style", "sha256")
                    .contains(flag)) {
                command.add(here.apply(each));
            }
        }
        execute(Program.stock("etcdutl-3.7").path(), command);
    }

    /** Keys are not told: etcdutl counts revisions. */
    private String restored(Map<String, String> flags, List<String> arguments, Path dataDirectory) throws IOException {
        String proof = verify(flags);
        if (proof.contains("\"error\"")) {
            return proof;
        }
        String mounted = flags.get("data-dir");
        if (!Files.exists(dataDirectory.resolve("member"))) {
            restore(arguments, each -> each.replace(mounted, dataDirectory.toString()));
        }
        var report = (com.fasterxml.jackson.databind.node.ObjectNode) JSON.readTree(proof);
        report.remove("totalKeys");
        return JSON.writeValueAsString(report);
    }

    private static List<String> listed(List<String> arguments) {
        return arguments.stream()
                .filter(each -> each.startsWith(LISTED))
                .map(each -> each.substring(LISTED.length()))
                .toList();
    }

    private List<String> gone(List<String> listed) {
        return listed.stream()
                .filter(each -> !Files.exists(bucket.resolve(each)))
                .toList();
    }

    private String checked(List<String> listed) throws IOException {
        var report = JSON.createObjectNode().put("version", 1).put("durationMillis", 1);
        report.putPOJO("gone", gone(listed));
        return JSON.writeValueAsString(report);
    }

    private String save(Map<String, String> flags, List<String> listed, String memberUrl) throws IOException {
        String folder = String.join(
                "/",
                flags.get("prefix"),
                flags.get("cluster-namespace"),
                flags.get("cluster-name"),
                "c1",
                flags.get("owner"));
        Path directory = Files.createDirectories(bucket.resolve(folder));
        Path file = directory.resolve("2026010%dT000000Z-%016x.snap".formatted(saved % 10, saved));
        saved++;
        Path tls = secrets.apply("/etc/cairn/client");
        execute(
                Program.stock("etcdctl-3.7").path(),
                List.of(
                        "--endpoints=" + memberUrl,
                        "--cacert=" + tls.resolve("ca.crt"),
                        "--cert=" + tls.resolve("tls.crt"),
                        "--key=" + tls.resolve("tls.key"),
                        "snapshot",
                        "save",
                        file.toString()));
        List<String> pruned = prune(directory, flags.get("keep-last"));
        return report(file, pruned, gone(listed));
    }

    private List<String> prune(Path directory, String keepLast) throws IOException {
        if (keepLast == null) {
            return List.of();
        }
        var pruned = new ArrayList<String>();
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> all = files.sorted().toList();
            for (Path each : all.subList(0, Math.max(0, all.size() - Integer.parseInt(keepLast)))) {
                Files.delete(each);
                pruned.add(bucket.relativize(each).toString());
            }
        }
        return pruned;
    }

    private String verify(Map<String, String> flags) throws IOException {
        Path file = bucket.resolve(flags.get("object"));
        if (!Files.exists(file)) {
            return failure("NotFound", "object " + flags.get("object") + " does not exist");
        }
        String expected = flags.get("sha256");
        if (expected != null && !expected.equals(sha256(file))) {
            return failure("HashMismatch", "object " + flags.get("object") + " has another SHA-256 than " + expected);
        }
        return report(file, List.of(), List.of());
    }

    private String report(Path file, List<String> pruned, List<String> gone) throws IOException {
        JsonNode status = JSON.readTree(execute(
                Program.stock("etcdutl-3.7").path(), List.of("snapshot", "status", file.toString(), "-w", "json")));
        var report = JSON.createObjectNode()
                .put("version", 1)
                .put("name", bucket.relativize(file).toString())
                .put("revision", status.get("revision").asLong())
                .put("hashKV", status.get("hash").asLong())
                .put("compactRevision", 0)
                .put("sizeBytes", Files.size(file))
                .put("sha256", sha256(file))
                .put("durationMillis", 1)
                .put("totalKeys", status.get("totalKey").asLong());
        report.putPOJO("pruned", pruned);
        report.putPOJO("gone", gone);
        return JSON.writeValueAsString(report);
    }

    private static String failure(String reason, String error) throws IOException {
        return JSON.writeValueAsString(
                JSON.createObjectNode().put("version", 1).put("error", error).put("reason", reason));
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String execute(Path program, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(program.toString());
        command.addAll(arguments);
        try {
            Path errors = Files.createTempFile("agent", ".err");
            try {
                return execute(command, errors);
            } finally {
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String execute(List<String> command, Path errors) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException(command + " failed: " + output + Files.readString(errors));
        }
        return output;
    }
}
