// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.ByteString;
import dev.cairn.node.testkit.CairnEtcd;
import dev.cairn.node.testkit.Eventually;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.mvccpb.KeyValue;
import dev.cairn.testkit.Program;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member whose disk is full or read-only, on a small file system of its own; needs the right to mount one. */
class DiskIT {
    private static final int VALUE_BYTES = 64 << 10;

    @TempDir
    Path directory;

    private Path disk;
    private CairnEtcd member;
    private final Map<String, Integer> acknowledged = new TreeMap<>();

    @BeforeEach
    void mountASmallDisk() throws Exception {
        disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk.toString()) == 0,
                "a file system can be mounted");
        member = new CairnEtcd(disk.resolve("data"), "--snapshot-count=100");
    }

    @AfterEach
    void unmount() throws Exception {
        if (member != null) {
            member.close();
        }
        run("umount", "--lazy", disk.toString());
    }

    @Test
    void aFullDiskEndsTheProcessLosesNothingAcknowledgedAndWorksAgainWithSpace() throws Exception {
        member.start();
        writeUntilItEnds();
        assertThat(acknowledged).hasSizeGreaterThan(20);
        assertThat(member.exitCode()).isNotZero();
        assertThat(member.log())
                .containsPattern("\"level\":\"error\".*the (.* stage|store) failed; the process ends")
                .contains("No space left on device")
                .contains("free space on that file system")
                .contains(member.dataDir().toString());

        fillWhatIsLeft();
        Program.Outcome refused = member.refusal();
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.err().lines().filter(line -> line.contains("\"level\":\"fatal\"") || line.contains("ends")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line)
                        .contains("No space left on device", "free space on that file system")
                        .doesNotContain("good copy"));

        assertThat(run("mount", "-o", "remount,size=200m", disk.toString())).isZero();
        member.start();
        assertEverythingIsThere();
        put("again", 1);
        assertEverythingIsThere();
    }

    @Test
    void aReadOnlyDiskIsRefusedByNameAndLeftAlone() throws Exception {
        member.start();
        put("key", 1);
        assertThat(member.stop()).isZero();
        assertThat(run("mount", "-o", "remount,ro", disk.toString())).isZero();
        Program.Outcome refused = member.refusal();
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.err().lines().filter(line -> line.startsWith("{\"level\":\"fatal\"")))
                .singleElement()
                .asString()
                .contains(member.dataDir().toString(), "mount the file system for writing")
                .containsIgnoringCase("read-only file system")
                .doesNotContain("good copy");
        assertThat(run("mount", "-o", "remount,rw", disk.toString())).isZero();
        member.start();
        assertEverythingIsThere();
    }

    private void fillWhatIsLeft() throws IOException {
        try (OutputStream filler = Files.newOutputStream(disk.resolve("filler"))) {
            for (byte[] page = new byte[4 << 10]; ; ) {
                filler.write(page);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left on device");
        }
    }

    private void writeUntilItEnds() {
        for (int i = 0; member.isAlive(); i++) {
            try {
                put("key" + i % 40, i);
            } catch (StatusRuntimeException unknown) {
                Eventually.within(30, () -> "the process ends: " + member.log(), () -> !member.isAlive());
                // It may have been written before the disk was full: one or the other is right.
                acknowledged.remove("key" + i % 40);
            }
        }
    }

    private void put(String key, int version) {
        byte[] value = new byte[VALUE_BYTES];
        java.util.Arrays.fill(value, (byte) version);
        member.kv()
                .put(PutRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8(key))
                        .setValue(ByteString.copyFrom(value))
                        .build());
        acknowledged.put(key, version);
    }

    private void assertEverythingIsThere() {
        ByteString all = ByteString.copyFrom(new byte[1]);
        List<KeyValue> found = member.kv()
                .withMaxInboundMessageSize(Integer.MAX_VALUE)
                .range(RangeRequest.newBuilder().setKey(all).setRangeEnd(all).build())
                .getKvsList();
        Map<String, Byte> kept = new TreeMap<>();
        found.forEach(kv -> kept.put(kv.getKey().toStringUtf8(), kv.getValue().byteAt(VALUE_BYTES - 1)));
        acknowledged.forEach((key, version) -> assertThat(kept.get(key)).as(key).isEqualTo(version.byteValue()));
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
