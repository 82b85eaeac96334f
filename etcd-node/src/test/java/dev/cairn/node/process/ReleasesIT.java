// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.cairn.node.testkit.CairnEtcd;
import dev.cairn.node.wire.etcdserverpb.CompactionRequest;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeRequest;
import dev.cairn.node.wire.etcdserverpb.HashKVRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseGrantRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseGrpc;
import dev.cairn.node.wire.etcdserverpb.LeaseTimeToLiveRequest;
import dev.cairn.node.wire.etcdserverpb.MaintenanceGrpc;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A data directory of each release keeps opening. {@code releases/NAME.zip} is what a killed member of that release left,
 * some of it flushed and some in the log alone; {@code NAME.txt} is what it had answered. A release adds its own with
 * {@code -Dit.test=ReleasesIT -Drelease=NAME}; none is ever made anew.
 */
class ReleasesIT {
    private static final Path KEPT = Path.of("src/test/resources/releases");
    private static final long LEASE = 7777;
    private static final long PAST_REVISION = 30;

    @TempDir
    Path directory;

    static List<String> releases() throws IOException {
        try (Stream<Path> files = Files.list(KEPT)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".zip"))
                    .map(name -> name.substring(0, name.length() - ".zip".length()))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void aDirectoryOfThatReleaseOpensWithAllThatWasInIt(String release) throws IOException {
        Path data = directory.resolve("data");
        unpack(KEPT.resolve(release + ".zip"), data);
        try (CairnEtcd member = new CairnEtcd(data).start()) {
            assertThat(answers(member)).isEqualTo(Files.readString(KEPT.resolve(release + ".txt")));
            put(member, "later", "x");
            assertThat(member.stop()).isZero();
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "release", matches = ".+")
    void aDirectoryOfThisReleaseIsKept() throws IOException {
        String release = System.getProperty("release");
        Path data = directory.resolve("data");
        Files.createDirectories(KEPT);
        try (CairnEtcd member = new CairnEtcd(data).start()) {
            fill(member);
            Files.writeString(KEPT.resolve(release + ".txt"), answers(member));
            member.kill();
        }
        pack(data, KEPT.resolve(release + ".zip"));
    }

    private static void fill(CairnEtcd member) {
        LeaseGrpc.newBlockingStub(member.channel())
                .leaseGrant(LeaseGrantRequest.newBuilder()
                        .setID(LEASE)
                        .setTTL(1_000_000_000)
                        .build());
        for (int i = 0; i < 40; i++) {
            put(member, "k" + i % 7, "before the flush " + i);
        }
        member.kv()
                .compact(CompactionRequest.newBuilder()
                        .setRevision(20)
                        .setPhysical(true)
                        .build());
        assertThat(member.stop()).isZero(); // which flushes
        member.start();
        for (int i = 0; i < 20; i++) {
            put(member, "k" + i % 9, "in the log alone " + i);
        }
        member.kv()
                .put(PutRequest.newBuilder()
                        .setKey(bytes("leased"))
                        .setLease(LEASE)
                        .build());
        member.kv()
                .deleteRange(DeleteRangeRequest.newBuilder().setKey(bytes("k3")).build());
    }

    private static String answers(CairnEtcd member) {
        var maintenance = MaintenanceGrpc.newBlockingStub(member.channel());
        var lease = LeaseGrpc.newBlockingStub(member.channel())
                .leaseTimeToLive(LeaseTimeToLiveRequest.newBuilder()
                        .setID(LEASE)
                        .setKeys(true)
                        .build());
        return "now\n" + everything(member, 0) + "\nat revision " + PAST_REVISION + "\n"
                + everything(member, PAST_REVISION) + "\nlease of " + lease.getGrantedTTL() + " s with "
                + lease.getKeysList().stream().map(ByteString::toStringUtf8).toList() + "\nHashKV "
                + Integer.toUnsignedString(
                        maintenance.hashKV(HashKVRequest.getDefaultInstance()).getHash())
                + "\n";
    }

    private static String everything(CairnEtcd member, long revision) {
        var answer = member.kv()
                .range(RangeRequest.newBuilder()
                        .setKey(bytes("\0"))
                        .setRangeEnd(bytes("\0"))
                        .setRevision(revision)
                        .build());
        return "store's revision " + answer.getHeader().getRevision() + "\n"
                + answer.toBuilder().clearHeader().build();
    }

    private static void put(CairnEtcd member, String key, String value) {
        member.kv()
                .put(PutRequest.newBuilder()
                        .setKey(bytes(key))
                        .setValue(bytes(value))
                        .build());
    }

    private static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }

    private static void pack(Path from, Path zip) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip));
                Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(new ZipEntry(from.relativize(file).toString()));
                Files.copy(file, out);
                out.closeEntry();
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void unpack(Path zip, Path to) throws IOException {
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path file = to.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(in, file);
            }
        }
    }
}
