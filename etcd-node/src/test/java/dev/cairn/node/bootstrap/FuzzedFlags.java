// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import dev.cairn.node.bootstrap.flags.BadConfigException;
import dev.cairn.node.bootstrap.flags.CommandLineFlags;
import dev.cairn.node.bootstrap.flags.FlagTable;
import dev.cairn.node.bootstrap.flags.Flags;
import dev.cairn.node.fuzz.Fuzzed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A command line, a word on each line, from reading the words to what they mean together. */
public final class FuzzedFlags implements Fuzzed {
    private static final FlagTable TABLE = FlagTable.load();

    @Override
    public String name() {
        return "flags";
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                seed(
                        "--name=node-a",
                        "--data-dir",
                        "/d",
                        "--listen-client-urls=http://10.0.0.1:2379,https://b:1",
                        "--advertise-client-urls=http://10.0.0.1:2379"),
                seed("--heartbeat-interval=100", "--election-timeout=1000", "--pre-vote", "--snapshot-count", "7"),
                seed("--auto-compaction-mode=periodic", "--auto-compaction-retention=1h30m"),
                seed("--auto-compaction-retention=12", "-quota-backend-bytes=8589934592", "--max-txn-ops=1"),
                seed("--watch-progress-notify-interval=500ms", "--initial-cluster-state=existing"));
    }

    private static byte[] seed(String... words) {
        return String.join("\n", words).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] read(byte[] input) {
        String[] words = new String(input, StandardCharsets.UTF_8).split("\n");
        try {
            Map<String, String> given = new CommandLineFlags(TABLE).parse(words);
            if (given.containsKey("config-file")) {
                return REFUSED;
            }
            Flags.requireValid(TABLE, given);
            NodeConfig config = NodeConfig.of(Flags.of(TABLE, given, Map.of()));
            return config.server().name().getBytes(StandardCharsets.UTF_8);
        } catch (BadConfigException refused) {
            return REFUSED;
        }
    }
}
