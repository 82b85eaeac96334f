// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.crash;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a run was asked for, by environment variables, as make passes them on.
 *
 * @param faults kill, powercut, partition or election
 * @param target cairn, etcd or stale-proxy
 * @param program the server's launcher
 * @param shim the preloaded library of a power cut
 */
record Options(Faults faults, String target, Path program, Path shim, Path directory, int rounds, long seed) {
    /** What befalls the members. */
    enum Faults {
        KILL,
        POWERCUT,
        PARTITION,
        ELECTION
    }

    private static final List<String> TARGETS = List.of("cairn", "etcd", "stale-proxy");

    static Options read() {
        String target = variable("TARGET").orElse("cairn");
        if (!TARGETS.contains(target)) {
            throw new IllegalArgumentException("TARGET=" + target + ": it must be one of " + TARGETS);
        }
        return new Options(
                Faults.valueOf(variable("FAULTS").orElse("kill").toUpperCase(java.util.Locale.ROOT)),
                target,
                Path.of(variable("PROGRAM").orElseThrow()).toAbsolutePath(),
                variable("SHIM").map(shim -> Path.of(shim).toAbsolutePath()).orElse(null),
                Path.of(variable("DIRECTORY").orElseThrow()).toAbsolutePath(),
                Integer.parseInt(variable("ROUNDS").orElse("200")),
                variable("SEED").map(Long::parseLong).orElseGet(() -> System.nanoTime() & 0xffffff));
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
    }
}
