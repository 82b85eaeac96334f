// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.cairn.node.testkit.CairnEtcd;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RangeResponse;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every file of a data directory is cut, emptied, flipped and removed in turn: the member comes back with everything, or
 * it says which file is wrong. The table of outcomes goes to {@code target/corruption.txt}.
 */
@Timeout(1200)
class CorruptionIT {
    private static final int KEYS = 300;

    @TempDir
    private Path directory;

    private Path pristine;
    private RangeResponse expected;

    /** What happens to a file; null for one that it cannot happen to. */
    private enum Damage {
        CUT_IN_HALF,
        EMPTIED,
        FLIPPED,
        REMOVED;

        boolean inflict(Path file, int place) throws IOException {
            byte[] bytes = Files.readAllBytes(file);
            int used = bytes.length;
            while (used > 0 && bytes[used - 1] == 0) {
                used--;
            }
            if (this != REMOVED && used == 0) {
                return false;
            }
            switch (this) {
                case CUT_IN_HALF -> Files.write(file, Arrays.copyOf(bytes, used / 2));
                case EMPTIED -> Files.write(file, new byte[0]);
                case FLIPPED -> {
                    bytes[(int) ((long) used * place / 10)] ^= 0x10;
                    Files.write(file, bytes);
                }
                case REMOVED -> Files.delete(file);
            }
            return true;
        }
    }

    @Test
    void noDamageIsSilentLoss() throws Exception {
        writeData();
        List<String> table = new ArrayList<>();
        List<String> losses = new ArrayList<>();
        for (Path file : filesOf(pristine)) {
            for (Damage damage : Damage.values()) {
                for (int place : damage == Damage.FLIPPED ? new int[] {1, 5, 9} : new int[] {0}) {
                    String outcome = outcome(file, damage, place);
                    if (outcome != null) {
                        String row = String.format("%-52s %-12s %s", pristine.relativize(file), damage, outcome);
                        table.add(row);
                        System.out.println(row);
                        if (outcome.startsWith("LOST")) {
                            losses.add(row);
                        }
                    }
                }
            }
        }
        Files.write(Path.of("target/corruption.txt"), table);
        assertThat(losses).isEmpty();
    }

    /** Half of the keys flushed to the store, the other half in the log only, the process killed. */
    private void writeData() throws IOException {
        pristine = directory.resolve("pristine");
        try (CairnEtcd member = new CairnEtcd(pristine).start()) {
            put(member, 0, KEYS / 2);
            assertThat(member.stop()).isZero();
            member.start();
            put(member, KEYS / 2, KEYS);
            expected = everything(member);
            member.kill();
        }
        assertThat(expected.getCount()).isEqualTo(KEYS);
    }

    private static void put(CairnEtcd member, int from, int to) {
        for (int i = from; i < to; i++) {
            member.kv()
                    .put(PutRequest.newBuilder()
                            .setKey(ByteString.copyFromUtf8("key" + i))
                            .setValue(ByteString.copyFromUtf8("value " + i))
                            .build());
        }
    }

    private static RangeResponse everything(CairnEtcd member) {
        return member.kv()
                .range(RangeRequest.newBuilder()
                        .setKey(ByteString.copyFrom(new byte[1]))
                        .setRangeEnd(ByteString.copyFrom(new byte[1]))
                        .build());
    }

    /** Null if the damage cannot be done to the file. */
    private String outcome(Path file, Damage damage, int place) throws IOException {
        Path copy = directory.resolve("damaged");
        copy(pristine, copy);
        try {
            Path victim = copy.resolve(pristine.relativize(file));
            if (!damage.inflict(victim, place)) {
                return null;
            }
            try (CairnEtcd member = new CairnEtcd(copy)) {
                return judge(member, victim);
            }
        } finally {
            delete(copy);
        }
    }

    private String judge(CairnEtcd member, Path victim) {
        try {
            member.start();
        } catch (AssertionError refused) {
            String log = member.log();
            boolean named = log.contains(victim.getFileName().toString())
                    || log.contains(victim.getParent().toString())
                    || log.contains(member.dataDir().toString());
            return (named ? "refused by name: " : "REFUSED WITHOUT NAME: ") + lastError(log);
        }
        try {
            RangeResponse found = everything(member);
            return found.getKvsList().equals(expected.getKvsList())
                            && found.getHeader().getRevision()
                                    == expected.getHeader().getRevision()
                    ? "recovered"
                    : "LOST: " + found.getCount() + " keys at revision "
                            + found.getHeader().getRevision() + " of " + expected.getCount() + " at "
                            + expected.getHeader().getRevision();
        } catch (StatusRuntimeException e) {
            return "answers with an error: " + e.getStatus();
        }
    }

    private static String lastError(String log) {
        return log.lines()
                .filter(each -> !each.contains("\"level\":\"info\"") && !each.startsWith("\tat"))
                .reduce((first, second) -> second)
                .orElse("");
    }

    private static List<Path> filesOf(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path each : paths.toList()) {
                Files.copy(each, to.resolve(from.relativize(each)));
            }
        }
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path each : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(each);
            }
        }
    }
}
