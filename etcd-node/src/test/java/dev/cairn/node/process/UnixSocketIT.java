// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.testkit.CairnEtcd;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member that listens on socket files, for clients and for peers, as after a crash too. */
class UnixSocketIT {
    @TempDir
    Path directory;

    @Test
    void connectionsAreServedWithoutAWarningAlsoAfterAKill() throws IOException {
        Path clients = directory.resolve("clients.sock");
        Path peers = directory.resolve("peers.sock");
        CairnEtcd member = new CairnEtcd(
                directory.resolve("data"),
                "--listen-client-urls=unix://" + clients,
                "--listen-peer-urls=unix://" + peers,
                "--initial-advertise-peer-urls=unix://" + peers);
        try (member) {
            for (int life = 0; life < 2; life++) {
                member.start();
                assertThat(get(clients, "/livez")).startsWith("HTTP/1.1 200").endsWith("ok\n");
                assertThat(get(peers, "/version")).startsWith("HTTP/1.1 200").contains("\"etcdserver\":\"3.7.1\"");
                // Of simple tokens every member warns.
                assertThat(member.log().lines().filter(line -> line.contains("\"level\":\"warn\"")))
                        .allMatch(line -> line.contains("AuthFlags"));
                member.kill();
            }
        }
    }

    private static String get(Path socket, String path) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(StandardCharsets.US_ASCII.encode(
                    "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
