// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.tools;

import dev.cairn.e2e.kube.Repository;
import dev.cairn.testkit.MemberProcess;
import dev.cairn.testkit.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same calls by etcd's etcdctl and by ours, each against a member of its own that has seen the same calls before; both
 * members are ours. Output, error output and exit code must be equal but for times, ids and what the script names.
 */
class CompareToolsIT {
    /** No fewer than this, so that a script that lost its lines is noticed. */
    private static final int CALLS = 250;

    @TempDir
    private Path directory;

    @Test
    void etcdctlSaysWhatStockEtcdctlSays() throws IOException {
        Script script = Script.read(Repository.path("e2e/compare/etcdctl.txt"));
        Table table = new Table();
        try (Side stock =
                        new Side(Program.stock("etcdctl-3.7").path(), member("stock"), directory.resolve("by-stock"));
                Side ours = new Side(Repository.path("bin/etcdctl"), member("ours"), directory.resolve("by-ours"));
                ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Script.Step step : script.steps()) {
                var one = both.submit(() -> stock.play(step));
                Side.Ended came = ours.play(step);
                table.add(step, Said.of(get(one), step, stock), Said.of(came, step, ours));
            }
        }
        Files.writeString(Repository.path("target/compare-tools.txt"), table.toString());
        System.out.println(table.summary());
        Assertions.assertThat(table.unexpected())
                .as("differences without a reason")
                .isEmpty();
        Assertions.assertThat(table.unneeded()).as("reasons for what is equal").isEmpty();
        Assertions.assertThat(table.calls()).isGreaterThanOrEqualTo(CALLS);
    }

    private static Side.Ended get(Future<Side.Ended> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a call ran", e);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    private MemberProcess member(String name) {
        MemberProcess member = new MemberProcess(
                        List.of(Repository.path("bin/etcd").toString()), directory.resolve(name))
                .named("default");
        MemberProcess.found(List.of(member));
        member.launch();
        member.awaitReady();
        return member;
    }
}
