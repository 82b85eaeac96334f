// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli.agent;

import dev.cairn.node.backup.ObjectName;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What somebody believes to be in the bucket. */
final class ListedFlags {
    @Option(
            names = "--listed",
            paramLabel = "key",
            description = "a snapshot object to look for, any number of times; those that are gone are reported")
    private List<String> listed = new ArrayList<>();

    List<ObjectName> names() {
        return listed.stream().map(ObjectName::of).toList();
    }
}
