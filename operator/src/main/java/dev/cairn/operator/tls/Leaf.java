// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.tls;

import java.util.List;

/**
 * A certificate wanted of a CA. All are good as server and as client: members are both to one another, and etcd's own
 * gateway calls its server with the server's certificate.
 *
 * @param names host names and IP addresses
 */
public record Leaf(String commonName, List<String> names) {
    public Leaf {
        names = List.copyOf(names);
    }

    /** Of one who is reached nowhere. */
    public static Leaf client(String commonName) {
        return new Leaf(commonName, List.of());
    }
}
