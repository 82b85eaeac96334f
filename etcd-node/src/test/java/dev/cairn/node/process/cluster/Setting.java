// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the clusters of a run are made of.
 *
 * @param program the server: bin/etcd, the same with a mutant in front, or real etcd
 * @param shim the library that knows what a power cut would undo, or null where kills are only kills
 * @param net the network namespaces, or null for loopback
 */
public record Setting(Path program, Path shim, Namespaces net, Supplier<Doorway> doorway) {
    static final List<String> NAMES = List.of("m1", "m2", "m3");
}
