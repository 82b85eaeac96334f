// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.membership;

import java.util.List;

/** Finds the addresses of a host name. */
@FunctionalInterface
public interface HostResolver {
    /** For whoever wants names compared as they are. */
    HostResolver NONE = host -> List.of(host);

    /** The addresses as text in a canonical form; empty where the name is unknown. */
    List<String> resolve(String host);
}
