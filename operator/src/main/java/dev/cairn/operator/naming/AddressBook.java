// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.naming;

import java.util.List;
import java.util.Optional;

/**
 * Where members are reached. One method turns an address back into a name: etcd's member list knows a member that has
 * not started by its peer URL alone.
 */
public interface AddressBook {
    /** The URL a member announces to its peers. */
    String peerUrl(ClusterKey cluster, String member, boolean tls);

    /** The URL a member announces to clients, and where the operator asks it. */
    String clientUrl(ClusterKey cluster, String member, boolean tls);

    /** The member of this cluster that announces the peer URL; empty for an address that is none of ours. */
    Optional<String> memberAt(ClusterKey cluster, String peerUrl);

    /** Every name and address a member's certificate must bear. */
    List<String> certificateNames(ClusterKey cluster, String member);

    /** Host of the client Service, without a port. */
    String clientServiceHost(ClusterKey cluster);
}
