// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One command: {@code add-nodes 3 voters=(1,2,3) index=10}, and the lines of input below it. */
record Directive(String command, List<Argument> arguments, String input) {
    /** {@code key}, {@code key=value} or {@code key=(value, value)}. */
    record Argument(String key, List<String> values) {}

    static Directive parse(String line, String input) {
        List<String> words = words(line);
        List<Argument> arguments = new ArrayList<>();
        for (String word : words.subList(1, words.size())) {
            arguments.add(argument(word));
        }
        return new Directive(words.getFirst(), arguments, input);
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        int depth = 0;
        for (char c : line.toCharArray()) {
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (Character.isWhitespace(c)) {
                if (depth == 0 && !word.isEmpty()) {
                    words.add(word.toString());
                    word.setLength(0);
                }
            } else {
                word.append(c);
            }
        }
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }

    private static Argument argument(String word) {
        int equals = word.indexOf('=');
        if (equals < 0) {
            return new Argument(word, List.of());
        }
        String value = word.substring(equals + 1);
        if (value.startsWith("(") && value.endsWith(")")) {
            String inside = value.substring(1, value.length() - 1);
            List<String> values = inside.isEmpty() ? List.of() : List.of(inside.split(",", -1));
            return new Argument(word.substring(0, equals), values);
        }
        return new Argument(word.substring(0, equals), List.of(value));
    }

    /** Arguments that are a bare number, in order. */
    List<Long> ids() {
        return arguments.stream()
                .filter(argument ->
                        argument.values().isEmpty() && argument.key().chars().allMatch(Character::isDigit))
                .map(argument -> Long.parseLong(argument.key()))
                .toList();
    }

    /** The only or first id. */
    long id() {
        return ids().getFirst();
    }

    Optional<String> value(String key) {
        return values(key).stream().findFirst();
    }

    List<String> values(String key) {
        return arguments.stream()
                .filter(argument -> argument.key().equals(key))
                .flatMap(argument -> argument.values().stream())
                .toList();
    }

    List<Long> idValues(String key) {
        return values(key).stream().map(Long::parseLong).toList();
    }

    boolean flag(String key) {
        return value(key).map(Boolean::parseBoolean).orElse(false);
    }

    int number(String key, int otherwise) {
        return value(key).map(Integer::parseInt).orElse(otherwise);
    }

    /** The last word of the line as it stands, for free text. */
    String text(int position) {
        Argument argument = arguments.get(position);
        return argument.values().isEmpty()
                ? argument.key()
                : argument.key() + "=" + String.join(",", argument.values());
    }
}
