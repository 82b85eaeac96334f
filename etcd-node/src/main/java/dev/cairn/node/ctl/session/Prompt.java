// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.session;

import dev.cairn.node.cli.CommandFailure;
import dev.cairn.node.ctl.print.Terminal;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Asks the user for a secret that is not shown, or reads one from a script's input. */
public record Prompt(Terminal terminal) {
    /** At a terminal only, as etcdctl does. */
    public String secret(String prompt) {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            throw new CommandFailure(CommandFailure.ERROR, "inappropriate ioctl for device");
        }
        char[] password = console.readPassword("%s", prompt);
        if (password == null) {
            throw new CommandFailure(CommandFailure.ERROR, "EOF");
        }
        try {
            return new String(password);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /** Asked for twice. */
    public String newPassword(String user) {
        String first = asked("Password of " + user + ": ");
        if (first.isEmpty()) {
            throw new CommandFailure(CommandFailure.BAD_ARGUMENTS, "empty password");
        }
        if (!first.equals(asked("Type password of " + user + " again for confirmation: "))) {
            throw new CommandFailure(CommandFailure.BAD_ARGUMENTS, "given passwords are different");
        }
        return first;
    }

    private String asked(String prompt) {
        try {
            return secret(prompt);
        } catch (CommandFailure e) {
            throw new CommandFailure(CommandFailure.BAD_ARGUMENTS, "failed to ask password: " + e.getMessage());
        }
    }

    /** The first word of the input. */
    public String word() {
        try {
            String line = new String(terminal.in().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
            return line.strip().split("\\s", 2)[0];
        } catch (IOException e) {
            throw new CommandFailure(CommandFailure.ERROR, e.getMessage());
        }
    }
}
