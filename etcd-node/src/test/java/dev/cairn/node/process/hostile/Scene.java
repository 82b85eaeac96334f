// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.cairn.node.testkit.GoEtcd;
import dev.cairn.node.tls.TestCa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
        List<Integer> peers =
                IntStream.range(0, members).mapToObj(i -> GoEtcd.freePort()).toList();
        String cluster = IntStream.range(0, members)
                .mapToObj(i -> "m" + i + "=http://127.0.0.1:" + peers.get(i))
                .collect(Collectors.joining(","));
        TestCa.Issued certificate = new TestCa("hostile").issue(directory, "server");
        String last = "";
        for (int i = 0; i < members; i++) {
            MemoryLimit limit = MemoryLimit.of(memoryMiB, "m" + i);
            last = limit.rule();
            int client = GoEtcd.freePort();
            int tls = GoEtcd.freePort();
            String clientUrls = "http://127.0.0.1:" + client + ",https://127.0.0.1:" + tls;
            String peerUrl = "http://127.0.0.1:" + peers.get(i);
            servers.add(new Server(
                    List.of(
                            program.toString(),
                            "--name=m" + i,
                            "--data-dir=" + directory.resolve("m" + i),
                            "--listen-client-urls=" + clientUrls,
                            "--advertise-client-urls=" + clientUrls,
                            "--cert-file=" + certificate.cert(),
                            "--key-file=" + certificate.key(),
                            "--listen-peer-urls=" + peerUrl,
                            "--initial-advertise-peer-urls=" + peerUrl,
                            "--initial-cluster=" + cluster,
                            "--quota-backend-bytes=8589934592"),
                    directory.resolve("m" + i + ".log"),
                    limit,
                    new Server.Ports(client, tls)));
        }
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
