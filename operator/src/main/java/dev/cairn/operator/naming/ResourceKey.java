// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.naming;

import java.util.Objects;

/** Which resource, of those of one kind: where it lives, what it is called, and which of several of that name. */
public record ResourceKey(String namespace, String name, String uid) {
    public ResourceKey {
        Objects.requireNonNull(namespace);
        Objects.requireNonNull(name);
        Objects.requireNonNull(uid);
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
