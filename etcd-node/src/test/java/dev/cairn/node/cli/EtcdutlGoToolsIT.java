// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.testkit.GoEtcd;
import dev.cairn.testkit.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same snapshot through etcd's tool and ours. */
class EtcdutlGoToolsIT {
    @TempDir
    Path dir;

    @Test
    void statusIsPrintedToTheLetterInEveryFormat() {
        Path snapshot = dir.resolve("snapshot.db");
        try (GoEtcd etcd = GoEtcd.start("3.7", dir.resolve("go"))) {
            for (int i = 0; i < 30; i++) {
                etcd.ctl("put", "k" + i % 7, "v".repeat(i * 300));
            }
            etcd.ctl("del", "k3");
            etcd.ctl("snapshot", "save", snapshot.toString());
        }
        Path bumped = dir.resolve("bumped");
        Program.stock("etcdutl-3.7")
                .output(
                        "snapshot",
                        "restore",
                        snapshot.toString(),
                        "--data-dir=" + bumped,
                        "--bump-revision=1000000000",
                        "--mark-compacted");
        for (Path file : List.of(snapshot, bumped.resolve("member/snap/db"))) {
            for (String format : List.of("simple", "json", "table", "fields")) {
                String[] command = {"snapshot", "status", file.toString(), "-w", format};
                Program.Outcome ours = Tool.etcdutl(command);
                assertThat(ours.exitCode()).as(ours.err()).isZero();
                assertThat(ours.out()).isEqualTo(Program.stock("etcdutl-3.7").output(command));
            }
        }
    }

    /** etcdutl opens the file for writing and changes it, so each gets a copy. */
    @Test
    void hashOfTheKeySpaceIsTheSameAtEveryRevision() throws IOException {
        Path snapshot = dir.resolve("snapshot.db");
        try (GoEtcd etcd = GoEtcd.start("3.7", dir.resolve("go"))) {
            for (int i = 0; i < 30; i++) {
                etcd.ctl("put", "k" + i % 7, "v" + i);
            }
            etcd.ctl("del", "k2", "k5");
            etcd.ctl("put", "k3", "again");
            etcd.ctl("compact", "20");
            etcd.ctl("snapshot", "save", snapshot.toString());
        }
        for (String revision : List.of("0", "20", "25", "32", "33", "34", "19", "99")) {
            for (String format : List.of("simple", "json", "table", "fields")) {
                Path copy = Files.copy(snapshot, dir.resolve("copy-" + revision + "-" + format));
                Program.Outcome theirs =
                        Program.stock("etcdutl-3.7").run("hashkv", copy.toString(), "--rev=" + revision, "-w", format);
                Program.Outcome ours = Tool.etcdutl("hashkv", snapshot.toString(), "--rev=" + revision, "-w", format);
                assertThat(ours.out()).as("revision %s", revision).isEqualTo(theirs.out());
                assertThat(ours.exitCode()).isEqualTo(theirs.exitCode());
            }
        }
    }

    @Test
    void exitCodesAreTheSame() {
        for (List<String> command : List.of(
                List.of("version"),
                List.<String>of(),
                List.of("snapshot"),
                List.of("foo"),
                List.of("snapshot", "status"),
                List.of("snapshot", "status", "a", "b"),
                List.of("snapshot", "status", "nope"),
                List.of("snapshot", "status", "nope", "--bogus"),
                List.of("snapshot", "status", "nope", "-w", "protobuf"))) {
            String[] arguments = command.toArray(String[]::new);
            assertThat(Tool.etcdutl(arguments).exitCode())
                    .as("%s", command)
                    .isEqualTo(Program.stock("etcdutl-3.7").run(arguments).exitCode());
        }
    }
}
