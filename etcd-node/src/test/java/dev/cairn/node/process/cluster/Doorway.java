// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.cluster;

import java.net.InetSocketAddress;

/** What stands between clients and one member: nothing, or a proxy. Opened and closed with each life. */
public interface Doorway {
    /** Where clients connect to reach the member at this address. */
    InetSocketAddress open(String host, int port);

    void close();

    /** Clients connect to the member itself. */
    static Doorway none() {
        return new Doorway() {
            @Override
            public InetSocketAddress open(String host, int port) {
                return new InetSocketAddress(host, port);
            }

            @Override
            public void close() {
                // nothing stands there
            }
        };
    }
}
