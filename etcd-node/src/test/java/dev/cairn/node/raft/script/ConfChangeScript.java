// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.script;

import dev.cairn.node.raft.RaftStatus;
import dev.cairn.node.raft.confchange.Changer;
import dev.cairn.node.raft.confchange.ClusterConfig;
import dev.cairn.node.raft.confchange.ConfChangeException;
import dev.cairn.node.raft.progress.ProgressTracker;
import java.util.Map;

/** Scripts about the arithmetic of configurations: simple, enter-joint, leave-joint. Each command is one log index. */
final class ConfChangeScript implements ScriptRun.Interpreter {
    private static final int MAX_INFLIGHT = 10;

    private final ProgressTracker peers = new ProgressTracker(MAX_INFLIGHT, Long.MAX_VALUE);
    private ClusterConfig config = ClusterConfig.EMPTY;
    private long lastIndex;

    @Override
    public String run(Directive directive) {
        try {
            return apply(directive);
        } catch (ConfChangeException unfit) {
            return unfit.getMessage();
        } finally {
            lastIndex++;
        }
    }

    private String apply(Directive directive) throws ConfChangeException {
        var changes = Formats.parseChanges(directive.input());
        Changer.Result result = switch (directive.command()) {
            case "simple" -> Changer.simple(config, changes);
            case "enter-joint" -> Changer.enterJoint(config, directive.flag("autoleave"), changes);
            case "leave-joint" -> Changer.leaveJoint(config);
            case String other -> throw new IllegalArgumentException("unknown command " + other);
        };
        config = result.config();
        peers.follow(result, lastIndex);
        StringBuilder text = new StringBuilder(config.toString()).append('\n');
        for (Map.Entry<Long, RaftStatus.PeerProgress> peer :
                peers.status(config).entrySet()) {
            text.append(peer.getKey())
                    .append(": ")
                    .append(Formats.progress(peer.getValue()))
                    .append('\n');
        }
        return text.toString();
    }
}
