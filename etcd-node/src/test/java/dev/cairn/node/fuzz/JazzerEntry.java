// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.fuzz;

import java.util.logging.LogManager;

/** What Jazzer calls; the system properties {@code fuzz.target} and {@code fuzz.planted} say what is fuzzed. */
public final class JazzerEntry {
    private static final Fuzzed FUZZED = fuzzed();

    private JazzerEntry() {}

    private static Fuzzed fuzzed() {
        LogManager.getLogManager().reset();
        Fuzzed sound = Decoders.named(System.getProperty("fuzz.target"));
        return Boolean.getBoolean("fuzz.planted") ? new Planted(sound) : sound;
    }

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        FUZZED.read(input);
    }
}
