// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.corruption;

import com.google.protobuf.ByteString;
import dev.cairn.node.testkit.CairnEtcd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A data directory with something of everything: a log of several segments, a store with several tables, a manifest that
 * has seen several flushes, and writes that are in the log only.
 */
record Directory(Path path, Acknowledged acknowledged) {
    private static final int LARGE_BYTES = 1 << 20;
    private static final int LARGE_WRITES = 130;
    private static final int SMALL_WRITES = 400;

    /** Takes some seconds: fills two segments, and a third one partly; ends with a kill. */
    static Directory fill(Path path) {
        Acknowledged acknowledged = new Acknowledged();
        Random random = new Random(1);
        try (CairnEtcd member = new CairnEtcd(path, "--snapshot-count=150").start()) {
            for (int i = 0; i < LARGE_WRITES; i++) {
                byte[] value = new byte[LARGE_BYTES];
                random.nextBytes(value);
                acknowledged.put(member, "large" + i % 10, ByteString.copyFrom(value));
            }
            for (int i = 0; i < SMALL_WRITES; i++) {
                acknowledged.put(member, "key" + i % 300, ByteString.copyFromUtf8("value " + i));
            }
            acknowledged.remember(member);
            member.kill();
        }
        return new Directory(path, acknowledged);
    }

    /** Files and directories below, in order, without the root of them all. */
    List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(path.resolve("member"))) {
            return files.skip(1).sorted().toList();
        }
    }

    Path lastSegment() throws IOException {
        try (Stream<Path> files = Files.list(path.resolve("member/wal"))) {
            return files.filter(file -> file.toString().endsWith(".wal"))
                    .max(Path::compareTo)
                    .orElseThrow();
        }
    }

    /** What is never written again is linked: a copy costs little. {@code victim} is always a copy. */
    void copyTo(Path target, Path victim) throws IOException {
        Path tail = lastSegment();
        try (Stream<Path> files = Files.walk(path)) {
            for (Path each : files.toList()) {
                Path copy = target.resolve(path.relativize(each));
                String name = each.getFileName().toString();
                boolean sealed = name.endsWith(".sst") || name.endsWith(".wal") && !each.equals(tail);
                if (sealed && !each.equals(victim)) {
                    Files.createLink(copy, each);
                } else {
                    Files.copy(each, copy);
                }
            }
        }
    }
}
