// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.kv;

import dev.cairn.node.cli.CommandFailure;
import dev.cairn.node.ctl.print.GoText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a line that a user typed: in quotes of either kind, or up to the next blank. */
final class Words {
    private static final Pattern WORD = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|[^'\"\\s]\\S*[^'\"\\s]?");

    private Words() {}

    static List<String> of(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            words.add(unquoted(matcher.group()));
        }
        return words;
    }

    private static String unquoted(String word) {
        if (word.startsWith("'")) {
            return word.substring(1, word.length() - 1);
        }
        if (!word.startsWith("\"")) {
            return word;
        }
        try {
            return GoText.unquote(word).toStringUtf8();
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(CommandFailure.INVALID_INPUT, e.getMessage());
        }
    }
}
