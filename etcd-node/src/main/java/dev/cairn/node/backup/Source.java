// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.backup;

import dev.cairn.node.tls.ClientTrust;
import dev.cairn.node.wire.EtcdUrl;
import java.util.List;

/**
 * The cluster to save.
 *
 * @param endpoints its members' client URLs, in the order they are tried
 * @param backup the name of what asked for the backup, kept in the record; may be empty
 * @param owner its UID, kept in the record and part of the object's name; may be empty
 */
public record Source(
        List<EtcdUrl> endpoints, ClientTrust trust, String namespace, String cluster, String backup, String owner) {
    public Source {
        endpoints = List.copyOf(endpoints);
    }
}
