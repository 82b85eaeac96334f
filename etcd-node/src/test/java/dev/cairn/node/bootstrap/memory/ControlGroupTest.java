// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlGroupTest {
    @TempDir
    Path dir;

    private void write(String file, String text) throws IOException {
        Path path = dir.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private ControlGroup group() {
        return ControlGroup.find(dir.resolve("proc"), dir.resolve("sys")).orElseThrow();
    }

    @Test
    void aContainerOfVersionTwoSeesItsOwnGroupAsTheRoot() throws IOException {
        write("proc/self/cgroup", "0::/\n");
        write("sys/cgroup.controllers", "cpu memory\n");
        write("sys/memory.max", "536870912\n");
        write("sys/memory.current", "300000000\n");
        write("sys/memory.stat", "anon 100000000\nfile 50000000\nfile_mapped 7\ninactive_file 1\n");
        assertThat(group().memory()).contains(new ControlGroup.Memory(536_870_912, 250_000_000));
    }

    @Test
    void aContainerOfVersionOneToo() throws IOException {
        write("proc/self/cgroup", "5:cpu,cpuacct:/x\n4:memory:/docker/abc\n0::/\n");
        write("sys/memory/memory.limit_in_bytes", "1073741824\n");
        write("sys/memory/memory.usage_in_bytes", "900000000\n");
        write("sys/memory/memory.stat", "cache 1\nrss 2\ntotal_cache 400000000\n");
        assertThat(group().memory()).contains(new ControlGroup.Memory(1_073_741_824, 500_000_000));
    }

    @Test
    void ofTheGroupsAroundItTheFullestCounts() throws IOException {
        write("proc/self/cgroup", "0::/pod/container\n");
        write("sys/cgroup.controllers", "memory");
        write("sys/pod/memory.max", "1000");
        write("sys/pod/memory.current", "950");
        write("sys/pod/container/memory.max", "900");
        write("sys/pod/container/memory.current", "500");
        assertThat(group().memory()).contains(new ControlGroup.Memory(1000, 950));
    }

    @ParameterizedTest
    @CsvSource({"max, 5", "'', 5", "100, ''", "nothing, 5", "99999999999999999999, 5", "9223372036854771712, 5"})
    void whatIsNoLimitIsNone(String limit, String usage) throws IOException {
        write("proc/self/cgroup", "0::/\n");
        write("sys/cgroup.controllers", "memory");
        write("sys/memory.max", limit);
        write("sys/memory.current", usage);
        assertThat(group().memory()).isEmpty();
    }

    @Test
    void aPathThatLeadsOutOfTheMountIsTheMount() throws IOException {
        write("proc/self/cgroup", "0::/../../other\n");
        write("sys/cgroup.controllers", "memory");
        write("sys/memory.max", "100");
        write("sys/memory.current", "1");
        assertThat(group().memory()).contains(new ControlGroup.Memory(100, 1));
    }

    @Test
    void withoutControlGroupsThereIsNone() {
        assertThat(ControlGroup.find(dir.resolve("proc"), dir.resolve("sys"))).isEmpty();
    }

    @Test
    void moreOfFilesThanIsUsedIsNothingUsed() throws IOException {
        write("sys/cgroup.controllers", "memory");
        write("sys/memory.max", "100");
        write("sys/memory.current", "10");
        write("sys/memory.stat", "file 11\n");
        assertThat(group().memory()).contains(new ControlGroup.Memory(100, 0));
    }
}
