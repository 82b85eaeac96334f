// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import dev.cairn.node.api.transport.ListenException;
import dev.cairn.node.api.transport.ListenUrl;
import dev.cairn.node.bootstrap.flags.BadConfigException;
import dev.cairn.node.bootstrap.flags.EtcdUrl;
import dev.cairn.node.tls.ReloadingTls;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;

/**
 * Tries every listen URL before the data directory is touched: a member that cannot be reached must not take part in an
 * election, nor found a cluster. The real listeners come later, when there is something to answer with.
 */
final class ListenCheck {
    private ListenCheck() {}

    static void require(NodeConfig config, Tls tls) {
        each("listen-peer-urls", config.listenPeerUrls(), tls.peer());
        each("listen-client-urls", config.listenClientUrls(), tls.client());
        each("listen-metrics-urls", config.listenMetricsUrls(), tls.client());
    }

    private static void each(String flag, List<EtcdUrl> urls, ReloadingTls tls) {
        for (EtcdUrl url : urls) {
            if (url.isTls() && tls == null) {
                String prefix = flag.equals("listen-peer-urls") ? "peer-" : "";
                throw new BadConfigException(
                        "--" + flag + "=" + url + " needs --" + prefix + "cert-file and --" + prefix + "key-file");
            }
            ListenUrl listen = ListenUrl.parse(url.toString());
            if (!listen.unix()) {
                requireFree(flag, listen);
            }
        }
    }

    private static void requireFree(String flag, ListenUrl url) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(url.address());
        } catch (IOException e) {
            throw new ListenException("cannot listen on --" + flag + "=" + url.text() + ": " + e.getMessage());
        }
    }
}
