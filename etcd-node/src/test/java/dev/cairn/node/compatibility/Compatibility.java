// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.compatibility;

import com.google.protobuf.Descriptors.FileDescriptor;
import dev.cairn.node.bootstrap.flags.Flag;
import dev.cairn.node.bootstrap.flags.FlagTable;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.v3electionpb.CampaignRequest;
import dev.cairn.node.wire.v3lockpb.LockRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What etcd 3.7 shows to a client, row by row, with the test that shows it here: from the tables that the tests
 * themselves use, from the error texts and from the comparison with real etcd.
 */
final class Compatibility {
    private static final Path CASES = Path.of("../e2e/compare/cases");
    private static final String SAME = "same as etcd";
    private static final String COMPARE = "compare ";

    private final Map<String, String> sources = sources(Path.of("src/test/java"));
    private final Collection<String> production =
            sources(Path.of("src/main/java")).values();

    private static Map<String, String> sources(Path root) {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                found.merge(file.getFileName().toString().replace(".java", ""), Files.readString(file), String::concat);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    static List<List<String>> rows(String resource) {
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(Compatibility.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
            return in.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> List.of(line.split(" *\\| *", -1)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that the .proto files name. */
    List<String> rpcs() {
        List<String> all = new ArrayList<>();
        for (FileDescriptor file : List.of(
                RangeRequest.getDescriptor().getFile(),
                LockRequest.getDescriptor().getFile(),
                CampaignRequest.getDescriptor().getFile())) {
            file.getServices()
                    .forEach(service -> service.getMethods()
                            .forEach(method ->
                                    all.add(file.getPackage() + "." + service.getName() + "/" + method.getName())));
        }
        return all;
    }

    List<String> missingEvidence() {
        List<String> missing = new ArrayList<>();
        for (String resource : List.of("/compatibility/rpcs.txt", "/compatibility/http.txt")) {
            for (List<String> row : rows(resource)) {
                if (row.size() != 3 || !isThere(row.get(1))) {
                    missing.add(String.join(" | ", row));
                }
            }
        }
        return missing;
    }

    /** {@code compare GROUP: text} is a case whose file holds the text, all else a test's class, perhaps with a method. */
    private boolean isThere(String evidence) {
        if (evidence.startsWith(COMPARE)) {
            int colon = evidence.indexOf(": ");
            Path cases = CASES.resolve(evidence.substring(COMPARE.length(), colon) + ".py");
            try {
                return Files.readString(cases).contains(evidence.substring(colon + 2));
            } catch (IOException e) {
                return false;
            }
        }
        String[] names = evidence.split("#");
        String source = sources.get(names[0]);
        return source != null && (names.length == 1 || source.contains(" void " + names[1] + "("));
    }

    String document() {
        StringBuilder out = new StringBuilder("""
                # What is compatible with etcd

                Generated from the tests by `make compatibility`; `CompatibilityDocTest` fails where it is old. A row says where
                it is shown: `compare GROUP: …` is a case of `make compare`, which asks real etcd 3.7 and ours the same and
                compares every field of the answers, all else is a test. Whatever differs there on purpose is in
                [differences.txt](../e2e/compare/differences.txt), each with its reason.

                """);
        table(out, "RPCs", "RPC", rows("/compatibility/rpcs.txt"));
        errors(out);
        table(out, "HTTP", "Route", rows("/compatibility/http.txt"));
        profiles(out);
        flags(out);
        metrics(out);
        return out.toString();
    }

    private static void table(StringBuilder out, String title, String first, List<List<String>> rows) {
        out.append("## ").append(title).append("\n\n| ").append(first).append(" | shown by | |\n|---|---|---|\n");
        rows.forEach(row -> out.append("| `")
                .append(row.get(0))
                .append("` | ")
                .append(row.get(1))
                .append(" | ")
                .append(row.get(2))
                .append(" |\n"));
        out.append('\n');
    }

    private void errors(StringBuilder out) {
        out.append(
                "## Errors\n\nCode and text of each are held by `ErrorTextsTest`; the tests named here provoke it.\n\n");
        out.append("| Text | code | provoked by | |\n|---|---|---|---|\n");
        Map<String, String> known = new LinkedHashMap<>();
        rows("/compatibility/errors.txt").forEach(row -> known.put(row.get(1), row.get(0)));
        for (EtcdError error : EtcdError.values()) {
            String evidence = sources.entrySet().stream()
                    .filter(each -> !each.getKey().startsWith("Compatibility")
                            && !each.getKey().equals("ErrorTextsTest")
                            && each.getKey().matches(".*(Test|IT)"))
                    .filter(each -> each.getValue().contains("EtcdError." + error.name())
                            || each.getValue().contains(error.text()))
                    .map(Map.Entry::getKey)
                    .limit(2)
                    .collect(Collectors.joining(", "));
            out.append("| `")
                    .append(error.text())
                    .append("` | ")
                    .append(error.code())
                    .append(" | ");
            out.append(evidence.isEmpty() ? "–" : evidence).append(" | ");
            out.append(verdict(error, known.containsKey(error.text()), !evidence.isEmpty()))
                    .append(" |\n");
        }
        out.append('\n');
    }

    private String verdict(EtcdError error, boolean etcds, boolean provoked) {
        if (!etcds) {
            return "ours alone";
        }
        boolean used = production.stream().anyMatch(source -> source.contains("EtcdError." + error.name()));
        return used ? provoked ? SAME : "text and code as etcd's" : "never answered here";
    }

    private static void profiles(StringBuilder out) {
        out.append("""
                ### Profiles

                With `--enable-pprof`, for `go tool pprof` or a browser; one at a time, for 120 seconds at most (`?seconds=`).
                `profile`: where the processor's time went, sampled every 10 ms. `heap` and `allocs`: where memory was allocated
                meanwhile, not what lives (for that, `jcmd PID GC.heap_dump`). `mutex`: where threads waited for one another's
                locks, `block`: where they were parked, both from a millisecond on. `goroutine` and `threadcreate`: what each
                thread does now, as text with `?debug=1`. `trace`: the flight recording itself, for `jfr print` and JDK Mission
                Control. `cmdline` as in Go; `symbol` says that there are symbols.

                """);
    }

    private static void flags(StringBuilder out) {
        Map<String, String> effects = new TreeMap<>();
        rows("/flags/effects.txt").forEach(row -> effects.put(row.get(0), row.get(1)));
        out.append("""
                ## Flags

                Those of 3.7 and the spellings of 3.4 to 3.6; each also as a variable, and as a key of `--config-file`.

                | Flag | shown by | |
                |---|---|---|
                """);
        for (Flag flag : FlagTable.load().all()) {
            String shown = effects.getOrDefault(flag.name(), "FlagsTest");
            String note = switch (flag.status()) {
                case HONOURED -> "honoured";
                case INERT -> "accepted without effect, with a warning: " + flag.note();
                case REFUSED -> "refused when it asks for something: " + flag.note();
                case RENAMED -> "stands for `--" + flag.note() + "`, with a warning";
                case GATE -> "stands for feature gate " + flag.note() + ", with a warning";
            };
            out.append("| `--").append(flag.name()).append("` | ").append(shown).append(" | ");
            out.append(note).append(" |\n");
        }
        out.append('\n');
    }

    private static void metrics(StringBuilder out) {
        Map<String, String> absent = new TreeMap<>();
        rows("/metrics/absent.txt").forEach(row -> absent.put(row.get(0), row.get(1)));
        out.append("""
                ## Metrics

                Names, types and labels are held by `MetricsOfAMemberTest` against a list of etcd's. Of Go's own (`go_*`) there is
                what has a meaning in a JVM: threads as goroutines, collections, the heap; not the sizes of Go's allocator.

                | Metric | type | labels | |
                |---|---|---|---|
                """);
        for (List<String> row : rows("/metrics/etcd-3.7.txt")) {
            String labels = row.size() < 3 ? "" : row.get(2).replace(",", ", ");
            String note = absent.containsKey(row.getFirst()) ? "not there: " + absent.get(row.getFirst()) : SAME;
            out.append("| `")
                    .append(row.getFirst())
                    .append("` | ")
                    .append(row.get(1))
                    .append(" | ");
            out.append(labels).append(" | ").append(note).append(" |\n");
        }
    }
}
