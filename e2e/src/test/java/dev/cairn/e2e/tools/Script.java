// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The calls of {@code etcdctl.txt}, a line each:
 *
 * <pre>
 * get k -w {simple,json}        one call for each word in the braces
 *   &lt; line\nline               its standard input
 *   env NAME=value              a variable
 *   bare                        without the variable that names the endpoint
 *   learn LEASE lease (\w+)     $LEASE from now on
 *   differs what why            `out`, `err`, `usage` (the error's first line is equal) or `all`
 * </pre>
 */
record Script(List<Step> steps) {
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
    private static final Pattern BRACES = Pattern.compile("\\{([^{}]*,[^{}]*)}");

    record Step(
            String line,
            List<String> words,
            String input,
            Map<String, String> environment,
            Map<String, Pattern> learns,
            boolean bare,
            String differs,
            String why) {}

    static Script read(Path file) throws IOException {
        List<Step> steps = new ArrayList<>();
        List<String> call = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (!line.startsWith(" ") && !call.isEmpty()) {
                add(call, steps);
                call.clear();
            }
            call.add(line);
        }
        add(call, steps);
        return new Script(steps);
    }

    private static void add(List<String> call, List<Step> steps) {
        for (String line : expanded(call.getFirst())) {
            steps.add(step(line, call.subList(1, call.size())));
        }
    }

    private static List<String> expanded(String line) {
        Matcher braces = BRACES.matcher(line);
        if (!braces.find()) {
            return List.of(line);
        }
        List<String> all = new ArrayList<>();
        for (String each : braces.group(1).split(",", -1)) {
            all.addAll(expanded(line.substring(0, braces.start()) + each + line.substring(braces.end())));
        }
        return all;
    }

    private static Step step(String line, List<String> more) {
        String input = "";
        String differs = "";
        String why = "";
        boolean bare = false;
        Map<String, String> environment = new TreeMap<>();
        Map<String, Pattern> learns = new TreeMap<>();
        for (String each : more) {
            String[] parts = each.strip().split(" ", 3);
            switch (parts[0]) {
                case "<" -> input = each.strip().substring(2).translateEscapes();
                case "env" -> environment.put(parts[1].split("=", 2)[0], parts[1].split("=", 2)[1]);
                case "bare" -> bare = true;
                case "learn" -> learns.put(parts[1], Pattern.compile(parts[2]));
                case "differs" -> {
                    differs = parts[1];
                    why = parts[2];
                }
                default -> throw new IllegalArgumentException("no such line below a call: " + each);
            }
        }
        return new Step(line, words(line), input, environment, learns, bare, differs, why);
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line);
        while (word.find()) {
            words.add(word.group(1) == null ? word.group(2) : word.group(1));
        }
        return words;
    }
}
