// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli.agent;

import dev.cairn.node.backup.ObjectName;
import picocli.CommandLine.Option;

/** Which backup. */
final class ObjectFlags {
    @Option(names = "--object", required = true, paramLabel = "key", description = "the snapshot's object name")
    private String object;

    @Option(
            names = "--sha256",
            paramLabel = "hex",
            description = "what the object must be (default: what its record says)")
    private String sha256;

    ObjectName name() {
        return ObjectName.of(object);
    }

    /** Null where the record decides. */
    String sha256() {
        return sha256;
    }
}
