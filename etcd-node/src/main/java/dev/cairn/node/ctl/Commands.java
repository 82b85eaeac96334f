// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl;

import dev.cairn.node.ctl.auth.AuthCommand;
import dev.cairn.node.ctl.auth.RoleCommand;
import dev.cairn.node.ctl.auth.UserCommand;
import dev.cairn.node.ctl.cluster.AlarmCommand;
import dev.cairn.node.ctl.cluster.CtlSnapshotCommand;
import dev.cairn.node.ctl.cluster.DefragCommand;
import dev.cairn.node.ctl.cluster.DowngradeCommand;
import dev.cairn.node.ctl.cluster.EndpointCommand;
import dev.cairn.node.ctl.cluster.MemberCommand;
import dev.cairn.node.ctl.cluster.MoveLeaderCommand;
import dev.cairn.node.ctl.concurrency.ElectCommand;
import dev.cairn.node.ctl.concurrency.LockCommand;
import dev.cairn.node.ctl.kv.CompactionCommand;
import dev.cairn.node.ctl.kv.DelCommand;
import dev.cairn.node.ctl.kv.GetCommand;
import dev.cairn.node.ctl.kv.PutCommand;
import dev.cairn.node.ctl.kv.TxnCommand;
import dev.cairn.node.ctl.kv.WatchCommand;
import dev.cairn.node.ctl.lease.LeaseCommand;
import dev.cairn.node.ctl.utility.CompletionCommand;
import dev.cairn.node.ctl.utility.CtlCheckCommand;
import dev.cairn.node.ctl.utility.CtlVersionCommand;
import dev.cairn.node.ctl.utility.MakeMirrorCommand;
import dev.cairn.node.ctl.utility.OptionsCommand;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** All commands. Only the one that is meant is made: reading the flags of all of them takes longer than most calls. */
final class Commands {
    private static final String COMPLETION = "completion";

    private static final Map<String, Supplier<Object>> ALL = new TreeMap<>(Map.ofEntries(
            Map.entry("get", GetCommand::new),
            Map.entry("put", PutCommand::new),
            Map.entry("del", DelCommand::new),
            Map.entry("txn", TxnCommand::new),
            Map.entry("compaction", CompactionCommand::new),
            Map.entry("watch", WatchCommand::new),
            Map.entry("lease", LeaseCommand::new),
            Map.entry("alarm", AlarmCommand::new),
            Map.entry("defrag", DefragCommand::new),
            Map.entry("endpoint", EndpointCommand::new),
            Map.entry("move-leader", MoveLeaderCommand::new),
            Map.entry("member", MemberCommand::new),
            Map.entry("snapshot", CtlSnapshotCommand::new),
            Map.entry("downgrade", DowngradeCommand::new),
            Map.entry("auth", AuthCommand::new),
            Map.entry("user", UserCommand::new),
            Map.entry("role", RoleCommand::new),
            Map.entry("lock", LockCommand::new),
            Map.entry("elect", ElectCommand::new),
            Map.entry("make-mirror", MakeMirrorCommand::new),
            Map.entry("check", CtlCheckCommand::new),
            Map.entry(COMPLETION, CompletionCommand::new),
            Map.entry("options", OptionsCommand::new),
            Map.entry("version", CtlVersionCommand::new)));

    private Commands() {}

    /** The commands whose names are among the words; all of them where there is none, or all are asked for. */
    static Map<String, Object> named(String... words) {
        List<String> known =
                Arrays.stream(words).filter(ALL::containsKey).distinct().toList();
        boolean all = known.isEmpty() || known.contains(COMPLETION);
        Map<String, Object> named = new LinkedHashMap<>();
        (all ? ALL.keySet() : known)
                .forEach(name -> named.put(name, ALL.get(name).get()));
        return named;
    }
}
