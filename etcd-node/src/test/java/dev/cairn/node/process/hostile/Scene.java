// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.cairn.node.tls.TestCa;
import dev.cairn.testkit.MemberProcess;
import dev.cairn.testkit.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Collectors;

/** The members of one row, and the connections to them that end with it. */
final class Scene implements AutoCloseable {
    private final List<Server> servers = new ArrayList<>();
    private final ConcurrentLinkedDeque<AutoCloseable> open = new ConcurrentLinkedDeque<>();
    private final Path directory;
    private final String rule;

    Scene(Path program, Path directory, int members, int memoryMiB) throws IOException {
        this.directory = directory;
        if (Files.exists(directory)) {
            MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
        }
        Files.createDirectories(directory);
        TestCa.Issued certificate = new TestCa("hostile").issue(directory, "server");
        List<MemberProcess> processes = new ArrayList<>();
        String last = "";
        for (int i = 0; i < members; i++) {
            String name = "m" + i;
            MemoryLimit limit = MemoryLimit.of(memoryMiB, name);
            last = limit.rule();
            List<String> command = new ArrayList<>(limit.prefix());
            command.add(program.toString());
            MemberProcess process = new MemberProcess(command, directory.resolve(name)).named(name);
            int tls = Ports.free();
            String clientUrls = process.clientUrl() + ",https://127.0.0.1:" + tls;
            process.with(
                    "--listen-client-urls=" + clientUrls,
                    "--advertise-client-urls=" + clientUrls,
                    "--cert-file=" + certificate.cert(),
                    "--key-file=" + certificate.key(),
                    "--quota-backend-bytes=8589934592");
            processes.add(process);
            servers.add(new Server(process, limit, tls));
        }
        MemberProcess.found(processes);
        rule = last;
        servers.forEach(Server::launch);
        servers.forEach(Server::awaitUp);
    }

    String rule() {
        return rule;
    }

    List<Server> servers() {
        return servers;
    }

    /** The first member's client port. */
    int port() {
        return servers.getFirst().port();
    }

    /** Where the first member wants TLS. */
    int tlsPort() {
        return servers.getFirst().tlsPort();
    }

    boolean isAlive() {
        return servers.stream().allMatch(Server::isAlive);
    }

    String ends() {
        return servers.stream().map(Server::end).filter(end -> !end.isEmpty()).collect(Collectors.joining(", "));
    }

    Usage usage() {
        return Usage.sum(servers.stream().map(Server::usage).toList());
    }

    /** Closed when the attack is over, whatever became of it. */
    <T extends AutoCloseable> T with(T connection) {
        open.add(connection);
        return connection;
    }

    /** Ends all that the attack still has open. */
    void leave() {
        for (AutoCloseable each = open.poll(); each != null; each = open.poll()) {
            try {
                each.close();
            } catch (Exception gone) {
                continue;
            }
        }
    }

    @Override
    public void close() throws IOException {
        leave();
        servers.forEach(Server::close);
        try (var stores = Files.list(directory)) {
            for (Path each : stores.filter(Files::isDirectory).toList()) {
                MoreFiles.deleteRecursively(each, RecursiveDeleteOption.ALLOW_INSECURE);
            }
        }
    }
}
