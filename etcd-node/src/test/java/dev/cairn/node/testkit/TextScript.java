// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;

/**
 * A test written as text: a command line, a line of dashes, what it has to print, an empty line. Lines before the first
 * command or starting with # are comments. With {@code -Drewrite=true} the file is rewritten with what was printed: only
 * commit the difference if you can explain it.
 */
public final class TextScript {
    private TextScript() {}

    /** One command: its words without an equals sign, and the others as a map. */
    public record Command(List<String> words, Map<String, String> args) {
        static Command parse(String line) {
            List<String> words = new ArrayList<>();
            Map<String, String> args = new LinkedHashMap<>();
            for (String word : line.trim().split("\\s+")) {
                int equals = word.indexOf('=');
                if (equals < 0) {
                    words.add(word);
                } else {
                    args.put(word.substring(0, equals), word.substring(equals + 1));
                }
            }
            return new Command(words, args);
        }

        public String name() {
            return words.getFirst();
        }

        public String arg(String name, String otherwise) {
            return args.getOrDefault(name, otherwise);
        }

        public long number(String name, long otherwise) {
            return args.containsKey(name) ? Long.parseLong(args.get(name)) : otherwise;
        }

        public boolean has(String word) {
            return words.contains(word);
        }
    }

    /** Carries out a command and answers what it prints. */
    public interface Interpreter {
        String run(Command command);
    }

    /** Runs {@code src/test/resources/<file>} and compares. */
    public static void run(String file, Interpreter interpreter) {
        Path path = Path.of("src/test/resources").resolve(file);
        try {
            List<String> lines = Files.readAllLines(path);
            StringBuilder actual = new StringBuilder();
            int at = 0;
            while (at < lines.size()) {
                String line = lines.get(at++);
                actual.append(line).append('\n');
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                actual.append("----\n");
                if (at < lines.size() && lines.get(at).equals("----")) {
                    while (at < lines.size() && !lines.get(at).isBlank()) {
                        at++;
                    }
                }
                String printed = interpreter.run(Command.parse(line)).stripTrailing();
                actual.append(printed.isEmpty() ? "" : printed + "\n");
            }
            if (Boolean.getBoolean("rewrite")) {
                Files.writeString(path, actual);
            }
            Assertions.assertThat(actual.toString()).as(file).isEqualTo(Files.readString(path));
        } catch (IOException e) {
            throw new AssertionError(path + " cannot be read", e);
        }
    }
}
