// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.etcdctl;

import dev.cairn.e2e.check.Checks;
import dev.cairn.testkit.MemberProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One line for each check, the last line counts them; the members' logs are shown where one does not hold. */
class EtcdctlIT {
    @TempDir
    private Path directory;

    @ParameterizedTest(name = "etcdctl {0}")
    @ValueSource(strings = {"3.7", "3.6"})
    void stockToolsAreAnsweredByThreeMembersOfOursAsByEtcd(String minor) throws IOException {
        System.out.printf("== three members of ours, etcdctl and etcdutl %s, mutual TLS%n", minor);
        Tools tools = new Tools(minor, directory.resolve("pki"));
        List<MemberProcess> cluster = Stream.of("one", "two", "three")
                .map(name -> tools.own(name, directory.resolve(name)))
                .toList();
        MemberProcess.found(cluster);
        tools.use(cluster);
        Checks checks = new Checks("etcdctl " + minor);
        try {
            cluster.forEach(MemberProcess::launch);
            cluster.forEach(MemberProcess::awaitReady);
            new Keys(checks, tools).run();
            new Watches(checks, tools).run();
            new Maintenance(checks, tools).run(cluster);
            new Snapshots(checks, tools, directory).run(cluster);
            checks.done();
        } catch (AssertionError e) {
            cluster.forEach(member -> System.out.println("-- " + member + ":\n" + member.endOfLog()));
            throw e;
        } finally {
            cluster.forEach(MemberProcess::close);
        }
    }
}
