// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.script;

import dev.cairn.node.codec.ConfChangeCodec;
import dev.cairn.node.raft.ConfChange;
import dev.cairn.node.raft.ConfChangeV2;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.Message;
import dev.cairn.node.raft.ProposalDroppedException;
import dev.cairn.node.raft.RaftStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Scripts about members that talk to each other: what each command does. */
final class Interaction implements ScriptRun.Interpreter {
    private final Output output = new Output();
    private final Cluster cluster = new Cluster(output);
    private final NodeFactory factory = new NodeFactory(cluster);

    @Override
    public String run(Directive directive) {
        String error = "";
        try {
            perform(directive);
        } catch (ProposalDroppedException | IllegalArgumentException refused) {
            error = refused.getMessage() + "\n";
        }
        return output.take() + error;
    }

    private void perform(Directive directive) throws ProposalDroppedException {
        switch (directive.command()) {
            case "add-nodes" -> factory.add(directive);
            case "campaign" -> node(directive).raft().campaign();
            case "tick-election" -> tick(directive, NodeFactory.TIMING.electionTicks());
            case "tick-heartbeat" -> tick(directive, NodeFactory.TIMING.heartbeatTicks());
            case "set-randomized-election-timeout" ->
                node(directive).raft().electionTimeoutTicks(directive.number("timeout", 0));
            case "propose" -> node(directive).raft().propose(bytes(directive.text(1)));
            case "propose-conf-change" -> proposeConfChange(directive);
            case "read-index" -> node(directive).raft().readIndex(bytes(directive.text(1)));
            case "process-ready" -> each(directive, "handling Ready", cluster::processReady);
            case "process-append-thread" -> each(directive, "processing append thread", cluster::processAppendWork);
            case "process-apply-thread" -> each(directive, "processing apply thread", cluster::processApplyWork);
            case "deliver-msgs" -> deliver(directive);
            case "stabilize" -> stabilize(directive);
            case "restart" -> node(directive).restart();
            case "transfer-leadership" ->
                cluster.node(directive.number("from", 0)).raft().transferLeader(directive.number("to", 0));
            case "forget-leader" -> node(directive).raft().forgetLeader();
            case "report-unreachable" ->
                node(directive).raft().reportUnreachable(directive.ids().get(1));
            case "report-snapshot" ->
                node(directive).raft().reportSnapshot(directive.ids().get(1), directive.flag("ok"));
            case "send-snapshot" -> sendSnapshot(directive);
            case "compact" -> compact(directive);
            case "status" -> printStatus(node(directive));
            case "raft-state" -> cluster.nodes.forEach(this::printState);
            case "raft-log" -> printLog(node(directive));
            case "log-level" -> output.level(Output.parseLevel(directive.text(0)));
            default -> throw new IllegalArgumentException("unknown command " + directive.command());
        }
    }

    private ScriptNode node(Directive directive) {
        return cluster.node(directive.id());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void tick(Directive directive, int ticks) {
        for (int i = 0; i < ticks; i++) {
            node(directive).raft().tick();
        }
    }

    private void proposeConfChange(Directive directive) throws ProposalDroppedException {
        List<ConfChangeV2.Single> changes = Formats.parseChanges(directive.input());
        if (directive.flag("v1")) {
            ConfChangeV2.Single single = changes.getFirst();
            propose(directive, ConfChangeCodec.entry(new ConfChange(0, single.type(), single.nodeId(), Entry.NO_DATA)));
            return;
        }
        ConfChangeV2.Transition transition =
                switch (directive.value("transition").orElse("auto")) {
                    case "auto" -> ConfChangeV2.Transition.AUTO;
                    case "implicit" -> ConfChangeV2.Transition.JOINT_IMPLICIT;
                    case "explicit" -> ConfChangeV2.Transition.JOINT_EXPLICIT;
                    case String other -> throw new IllegalArgumentException("unknown transition " + other);
                };
        propose(directive, ConfChangeCodec.entry(new ConfChangeV2(transition, changes, Entry.NO_DATA)));
    }

    private void propose(Directive directive, Entry entry) throws ProposalDroppedException {
        node(directive).raft().propose(List.of(entry));
    }

    private void each(Directive directive, String what, Consumer<ScriptNode> action) {
        List<Long> ids = directive.ids();
        for (long id : ids) {
            if (ids.size() == 1) {
                action.accept(cluster.node(id));
            } else {
                output.print("> " + id + " " + what);
                output.indented(() -> action.accept(cluster.node(id)));
            }
        }
    }

    private void deliver(Directive directive) {
        String type = directive.value("type").orElse("");
        int count = 0;
        for (Directive.Argument argument : directive.arguments()) {
            if (argument.values().isEmpty()) {
                count += cluster.deliver(Long.parseLong(argument.key()), type, false);
            } else if (argument.key().equals("drop")) {
                for (String id : argument.values()) {
                    count += cluster.deliver(Long.parseLong(id), type, true);
                }
            }
        }
        if (count == 0) {
            output.print("no messages");
        }
    }

    private void stabilize(Directive directive) {
        Output.Level before = output.level();
        directive.value("log-level").map(Output::parseLevel).ifPresent(output::level);
        List<ScriptNode> among = new ArrayList<>();
        directive.ids().forEach(id -> among.add(cluster.node(id)));
        cluster.stabilize(among.isEmpty() ? List.copyOf(cluster.nodes) : among);
        String printed = output.take();
        output.level(before);
        output.print(printed);
    }

    private void sendSnapshot(Directive directive) {
        ScriptNode from = node(directive);
        long to = directive.ids().get(1);
        Message.Snap message = new Message.Snap(
                to, from.id, from.raft().status().term(), from.log.snapshot().orElseThrow());
        cluster.send(message);
        output.print(View.of(message).toString());
    }

    private void compact(Directive directive) {
        ScriptNode node = node(directive);
        node.log.compact(directive.ids().get(1));
        printLog(node);
    }

    private void printLog(ScriptNode node) {
        long first = node.log.firstIndex();
        long last = node.log.lastIndex();
        if (last < first) {
            output.print("log is empty: first index=" + first + ", last index=" + last);
        } else {
            output.print(Formats.entries(node.log.entries(first, last + 1, Long.MAX_VALUE)));
        }
    }

    private void printStatus(ScriptNode node) {
        node.raft().status().peers().forEach((id, peer) -> output.print(id + ": " + Formats.progress(peer)));
    }

    private void printState(ScriptNode node) {
        RaftStatus status = node.raft().status();
        boolean voter = status.confState().voters().contains(node.id)
                || status.confState().votersOutgoing().contains(node.id);
        output.print("%d: %s (%s) Term:%d Lead:%d"
                .formatted(node.id, status.role(), voter ? "Voter" : "Non-Voter", status.term(), status.leader()));
    }
}
