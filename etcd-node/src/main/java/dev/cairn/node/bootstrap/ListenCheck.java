// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import dev.cairn.node.api.transport.ListenException;
import dev.cairn.node.api.transport.ListenUrl;
import dev.cairn.node.bootstrap.flags.BadConfigException;
import dev.cairn.node.wire.EtcdUrl;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tries every listen URL, all at once, before the data directory is touched: a member that cannot be reached must not take
 * part in an election, nor found a cluster. The real listeners come later, when there is something to answer with.
 */
final class ListenCheck implements AutoCloseable {
    private static final int MAX_SOCKET_PATH_BYTES = 107;

    private final List<AutoCloseable> sockets = new ArrayList<>();
    private final Map<SocketAddress, String> takenBy = new HashMap<>();

    private ListenCheck() {}

    static void require(NodeConfig config) {
        boolean clientTls = Tls.isWanted(config.flags(), "");
        try (ListenCheck check = new ListenCheck()) {
            String clients = "listen-client-urls";
            check.each("listen-peer-urls", config.listenPeerUrls(), Tls.isWanted(config.flags(), "peer-"));
            check.requireTls(clients, config.listenClientUrls(), clientTls);
            // clients may be served plain and by TLS at one address
            ListenUrl.shared(parsed(clients, config.listenClientUrls()))
                    .forEach(url -> check.requireFree(clients, url));
            check.each("listen-client-http-urls", config.listenClientHttpUrls(), clientTls);
            check.each("listen-metrics-urls", config.listenMetricsUrls(), clientTls);
        }
    }

    private static List<ListenUrl> parsed(String flag, List<EtcdUrl> urls) {
        try {
            return urls.stream().map(ListenUrl::of).toList();
        } catch (ListenException e) {
            throw new ListenException("--" + flag + ": " + e.getMessage());
        }
    }

    private void each(String flag, List<EtcdUrl> urls, boolean tls) {
        requireTls(flag, urls, tls);
        parsed(flag, urls).forEach(url -> requireFree(flag, url));
    }

    private void requireTls(String flag, List<EtcdUrl> urls, boolean tls) {
        for (EtcdUrl url : urls) {
            if (url.isTls() && !tls) {
                String prefix = flag.equals("listen-peer-urls") ? "peer-" : "";
                throw new BadConfigException(
                        "--" + flag + "=" + url + " needs --" + prefix + "cert-file and --" + prefix + "key-file");
            }
        }
    }

    private void requireFree(String flag, ListenUrl url) {
        String text = "--" + flag + "=" + url.text();
        String other = url.hasFixedAddress() ? takenBy.put(url.address(), text) : null;
        if (other != null) {
            throw new ListenException("cannot listen on " + text + ": the address is in use by " + other);
        }
        try {
            if (url.unix()) {
                trySocketFile(Path.of(((DomainSocketAddress) url.address()).path()));
            } else {
                ServerSocket socket = new ServerSocket();
                sockets.add(socket);
                socket.bind(url.address());
            }
        } catch (IOException e) {
            throw new ListenException("cannot listen on " + text + ": " + e.getMessage());
        }
    }

    /** A socket file that nobody listens on was left behind by a killed process; anything else there is left alone. */
    private void trySocketFile(Path file) throws IOException {
        if (file.toString().getBytes(StandardCharsets.UTF_8).length > MAX_SOCKET_PATH_BYTES) {
            throw new IOException("the path of a unix socket has at most " + MAX_SOCKET_PATH_BYTES + " bytes");
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            if (!Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isOther()) {
                throw new IOException(file + " is there and is no socket");
            }
            if (isListening(file)) {
                throw new IOException("Address already in use");
            }
            Files.delete(file);
        }
        ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        sockets.add(() -> {
            socket.close();
            Files.deleteIfExists(file);
        });
        socket.bind(UnixDomainSocketAddress.of(file));
    }

    private static boolean isListening(Path file) {
        try (SocketChannel asking = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
            return asking.isConnected();
        } catch (IOException nobody) {
            return false;
        }
    }

    @Override
    public void close() {
        for (AutoCloseable socket : sockets) {
            try {
                socket.close();
            } catch (Exception e) {
                throw new ListenException("a listen URL that was tried cannot be left again: " + e.getMessage());
            }
        }
    }
}
