// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Jazzer on each decoder in turn, each in a process of its own, and a line for each: executions, coverage, findings. By
 * environment variables, as make passes them on: MINUTES in all, shared evenly; TARGET, one decoder; PLANTED, with a bug
 * in each that is to be found. What was found lies in DIRECTORY; put it into the decoder's corpus when it is mended. The
 * exit code is 1 if there are findings; with PLANTED, unless each decoder's bug was found.
 */
public final class Fuzz {
    private static final int MOST_FINDINGS = 5;
    private static final int LONGEST_INPUT_BYTES = 4096;
    private static final int SLOWEST_INPUT_SECONDS = 25;
    private static final String FORMAT = "%-18s %12s %9s %9s %8s %9s  %s";
    private static final String PACKAGE = "dev.cairn.node.";

    private static final Pattern EXECUTIONS = Pattern.compile("stat::number_of_executed_units: (\\d+)");
    private static final Pattern EXECUTIONS_SO_FAR = Pattern.compile("^#(\\d+)\\s", Pattern.MULTILINE);
    private static final Pattern COVERAGE = Pattern.compile(" cov: (\\d+) ");
    private static final Pattern CORPUS = Pattern.compile(" corp: (\\d+)/");
    private static final Pattern FINDING = Pattern.compile(
            "^== (?:Java Exception|Java Assertion Error): (.*)$|^(?:.*)ERROR: libFuzzer: (.*)$|"
                    + "^== Security Issue: (.*)$",
            Pattern.MULTILINE);

    private final Path directory;
    private final boolean planted;
    private final long seconds;

    private Fuzz(Path directory, boolean planted, long seconds) {
        this.directory = directory;
        this.planted = planted;
        this.seconds = seconds;
    }

    public static void main(String... arguments) throws Exception {
        List<Fuzzed> chosen =
                variable("TARGET").map(name -> List.of(Decoders.named(name))).orElse(Decoders.ALL);
        double minutes = variable("MINUTES").map(Double::parseDouble).orElse(10.0);
        Fuzz fuzz = new Fuzz(
                Path.of(variable("DIRECTORY").orElseThrow()).toAbsolutePath(),
                variable("PLANTED").isPresent(),
                Math.max(1, Math.round(minutes * TimeUnit.MINUTES.toSeconds(1) / chosen.size())));
        System.out.printf(FORMAT + "%n", "decoder", "executions", "a second", "coverage", "corpus", "findings", "");
        boolean well = true;
        for (Fuzzed fuzzed : chosen) {
            well &= fuzz.play(fuzzed);
        }
        System.out.println(
                well
                        ? fuzz.planted ? "every planted bug was found" : "nothing was found"
                        : fuzz.planted ? "a planted bug was not found" : "there are findings: see " + fuzz.directory);
        System.exit(well ? 0 : 1);
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
    }

    /** Whether it went as it should. */
    private boolean play(Fuzzed fuzzed) throws IOException, InterruptedException {
        Path own = directory.resolve(fuzzed.name() + (planted ? "-planted" : ""));
        Path corpus = Files.createDirectories(own.resolve("corpus"));
        Path seeds = Files.createDirectories(own.resolve("seeds"));
        Path log = own.resolve("log");
        int number = 0;
        for (byte[] each : Corpus.of(fuzzed)) {
            Files.write(seeds.resolve("seed-" + number++), each);
        }
        long began = System.nanoTime();
        Process process = new ProcessBuilder(command(fuzzed, own, corpus, seeds))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        process.waitFor();
        double took = (System.nanoTime() - began) / 1e9;
        String said = Files.readString(log);
        List<String> findings =
                FINDING.matcher(said).results().map(Fuzz::text).distinct().toList();
        long executions =
                last(EXECUTIONS, said).or(() -> last(EXECUTIONS_SO_FAR, said)).orElse(0L);
        boolean found = findings.stream().anyMatch(each -> each.contains("planted bug in"));
        boolean through = executions > 0 && (process.exitValue() == 0 || !findings.isEmpty());
        System.out.printf(
                Locale.ROOT,
                FORMAT + "%n",
                fuzzed.name(),
                executions,
                String.format(Locale.ROOT, "%.0f", executions / took),
                last(COVERAGE, said).orElse(0L),
                last(CORPUS, said).orElse(0L),
                findings.size(),
                through
                        ? findings.stream().findFirst().orElse("")
                        : "did not run: exit code " + process.exitValue() + ", see " + log);
        return through && (planted ? found : findings.isEmpty());
    }

    private List<String> command(Fuzzed fuzzed, Path own, Path corpus, Path seeds) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "-Xss1m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+EnableDynamicAgentLoading",
                "-Dfuzz.target=" + fuzzed.name(),
                "-Dfuzz.planted=" + planted,
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + JazzerEntry.class.getName(),
                "--instrumentation_includes=" + PACKAGE + "**",
                "--instrumentation_excludes=" + PACKAGE + "wire.etcdserverpb.**:" + PACKAGE + "testkit.**",
                "--custom_hook_includes=" + PACKAGE + "**",
                "--reproducer_path=" + own));
        if (!planted) {
            command.add("--keep_going=" + MOST_FINDINGS);
        }
        command.addAll(List.of(
                "-max_total_time=" + seconds,
                "-max_len=" + LONGEST_INPUT_BYTES,
                "-timeout=" + SLOWEST_INPUT_SECONDS,
                "-rss_limit_mb=2048",
                "-print_final_stats=1",
                "-artifact_prefix=" + own + "/",
                corpus.toString(),
                seeds.toString()));
        return command;
    }

    private static String text(MatchResult found) {
        for (int group = 1; group <= found.groupCount(); group++) {
            if (found.group(group) != null) {
                return found.group(group);
            }
        }
        return found.group();
    }

    private static Optional<Long> last(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(each -> Long.parseLong(each.group(1)))
                .reduce((before, after) -> after);
    }
}
