// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.cluster;

import dev.cairn.node.cli.CommandFailure;
import dev.cairn.node.wire.EtcdUrl;
import java.util.List;

/** Peer URLs as etcd's client judges them before it asks anybody. */
final class PeerUrls {
    private PeerUrls() {}

    static void check(String separatedByCommas) {
        try {
            EtcdUrl.parseAll(List.of(separatedByCommas.split(",", -1)));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(CommandFailure.ERROR, e.getMessage());
        }
    }
}
