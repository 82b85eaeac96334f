// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.cluster;

import dev.cairn.testkit.MemberProcess;
import dev.cairn.testkit.Ports;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How a member is run.
 *
 * @param host where it listens, and others reach it
 * @param directory its own: {@code disk/data} is its data directory, beside it are its logs
 * @param command the program and what comes before it, such as a change of network namespace
 * @param environment variables beside those of this process
 */
record MemberPlan(
        String name,
        String host,
        int clientPort,
        int peerPort,
        Path directory,
        List<String> command,
        Map<String, String> environment) {
    String clientUrl() {
        return "http://" + host + ":" + clientPort;
    }

    String peerUrl() {
        return "http://" + host + ":" + peerPort;
    }

    /** With names and addresses, not started. */
    MemberProcess process() {
        return new MemberProcess(command, disk().resolve("data"))
                .named(name)
                .at(clientUrl(), peerUrl())
                .measuredAt("http://" + host + ":" + Ports.free())
                .withEnvironment(environment);
    }

    Path disk() {
        return directory.resolve("disk");
    }

    Path log(int life) {
        return directory.resolve("life-" + life + ".log");
    }
}
