// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What keeps a member within its memory: a control group of its own, as a container has, where this machine lets us make
 * one; elsewhere a watch that kills a process whose resident memory exceeds the limit, with the JVM told its size.
 */
final class MemoryLimit implements AutoCloseable {
    private static final Path V1 = Path.of("/sys/fs/cgroup/memory");
    private static final Path V2 = Path.of("/sys/fs/cgroup");
    private static final int BYTES_PER_MIB = 1 << 20;

    private final int mebibytes;
    private final Path group;

    private MemoryLimit(int mebibytes, Path group) {
        this.mebibytes = mebibytes;
        this.group = group;
    }

    static MemoryLimit of(int mebibytes, String name) {
        String bytes = String.valueOf((long) mebibytes * BYTES_PER_MIB);
        boolean first = Files.exists(V1.resolve("memory.limit_in_bytes"));
        if (!first && !Files.exists(V2.resolve("cgroup.controllers"))) {
            return new MemoryLimit(mebibytes, null);
        }
        Path group = (first ? V1 : V2)
                .resolve("cairn-hostile-" + ProcessHandle.current().pid() + "-" + name);
        try {
            Files.createDirectories(group);
            Files.writeString(group.resolve(first ? "memory.limit_in_bytes" : "memory.max"), bytes);
            return new MemoryLimit(mebibytes, group);
        } catch (IOException notPermitted) {
            remove(group);
            return new MemoryLimit(mebibytes, null);
        }
    }

    /** For the legend of the table. */
    String rule() {
        return group == null
                ? "resident memory watched, over the limit is killed; -XX:MaxRAM for the JVM"
                : "a control group of its own";
    }

    /** What comes before a command so that it is bounded from its first instruction on. */
    List<String> prefix() {
        return group == null
                ? List.of()
                : List.of("sh", "-c", "echo $$ >" + group.resolve("cgroup.procs") + "; exec \"$@\"", "sh");
    }

    Map<String, String> environment() {
        return group == null ? Map.of("CAIRN_JVM_OPTIONS", "-XX:MaxRAM=" + mebibytes + "m") : Map.of();
    }

    boolean isExceededBy(long residentBytes) {
        return group == null && residentBytes > (long) mebibytes * BYTES_PER_MIB;
    }

    @Override
    public void close() {
        if (group != null) {
            remove(group);
        }
    }

    private static void remove(Path group) {
        try {
            Files.deleteIfExists(group);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
