// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The memory of the control group that the process is in, cgroup v1 or v2 (Linux' admin-guide/cgroup-v1/memory.rst and
 * cgroup-v2.rst). Of the groups around it the one with the least left to use counts: a pod's limit may be the tighter one.
 * What the kernel keeps of files is not counted as used, since it gives that up before it kills anybody.
 */
final class ControlGroup {
    /** Names of the files that tell limit and usage, and of the line that tells what is kept of files. */
    private record Version(String limit, String usage, String fileLine) {}

    private static final Version FIRST = new Version("memory.limit_in_bytes", "memory.usage_in_bytes", "total_cache ");
    private static final Version SECOND = new Version("memory.max", "memory.current", "file ");

    /** What version 1 says where there is no limit, less a page or so. */
    private static final long UNLIMITED_BYTES = 1L << 60;

    private final Version version;
    private final List<Path> groups;

    private ControlGroup(Version version, List<Path> groups) {
        this.version = version;
        this.groups = groups;
    }

    /** What may be used and what is; both in bytes. */
    record Memory(long limitBytes, long usedBytes) {
        double used() {
            return limitBytes <= 0 ? 1 : (double) usedBytes / limitBytes;
        }
    }

    /** Empty where the process is in no group that knows of memory. */
    static Optional<ControlGroup> find(Path proc, Path mounts) {
        String own = text(proc.resolve("self/cgroup"));
        Path first = mounts.resolve("memory");
        if (Files.exists(first.resolve(FIRST.limit()))) {
            return Optional.of(new ControlGroup(FIRST, upwards(first, path(own, "memory"))));
        }
        return Files.exists(mounts.resolve("cgroup.controllers"))
                ? Optional.of(new ControlGroup(SECOND, upwards(mounts, path(own, ""))))
                : Optional.empty();
    }

    /** The path that stands behind a controller in {@code /proc/self/cgroup}: {@code 4:memory,hugetlb:/kubepods/x}. */
    static String path(String lines, String controller) {
        return lines.lines()
                .map(line -> line.split(":", 3))
                .filter(parts ->
                        parts.length == 3 && List.of(parts[1].split(",")).contains(controller))
                .map(parts -> parts[2])
                .findFirst()
                .orElse("/");
    }

    /** The group and those around it; only those that are seen from here, as a container sees its own as the root. */
    private static List<Path> upwards(Path root, String path) {
        List<Path> groups = new ArrayList<>();
        Path group =
                root.resolve(path.startsWith("/") ? path.substring(1) : path).normalize();
        for (Path at = group.startsWith(root) ? group : root; ; at = at.getParent()) {
            groups.add(at);
            if (at.equals(root)) {
                return groups;
            }
        }
    }

    /** Empty where there is no limit. */
    Optional<Memory> memory() {
        Memory tightest = null;
        for (Path group : groups) {
            OptionalLong limit = number(text(group.resolve(version.limit())));
            OptionalLong usage = number(text(group.resolve(version.usage())));
            if (limit.isEmpty() || usage.isEmpty() || limit.getAsLong() >= UNLIMITED_BYTES) {
                continue;
            }
            Memory memory = new Memory(limit.getAsLong(), Math.max(0, usage.getAsLong() - fileBytes(group)));
            if (tightest == null || memory.used() > tightest.used()) {
                tightest = memory;
            }
        }
        return Optional.ofNullable(tightest);
    }

    private long fileBytes(Path group) {
        return text(group.resolve("memory.stat"))
                .lines()
                .filter(line -> line.startsWith(version.fileLine()))
                .map(line -> number(line.substring(version.fileLine().length())))
                .mapToLong(bytes -> bytes.orElse(0))
                .findFirst()
                .orElse(0);
    }

    /** Empty for {@code max}, and for what is no number of 64 bits. */
    private static OptionalLong number(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text.trim()));
        } catch (NumberFormatException none) {
            return OptionalLong.empty();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException none) {
            return "";
        }
    }
}
