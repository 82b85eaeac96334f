// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.script;

import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.Message;
import dev.cairn.node.raft.Ready;
import dev.cairn.node.raft.StepOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The members of a script, what is on its way between them, and the steps by which they move. Everything is printed. */
final class Cluster {
    final List<ScriptNode> nodes = new ArrayList<>();
    final Network network = new Network();
    final Output output;

    Cluster(Output output) {
        this.output = output;
    }

    ScriptNode node(long id) {
        if (id < 1 || id > nodes.size()) {
            throw new IllegalArgumentException("there is no node " + id);
        }
        return nodes.get((int) id - 1);
    }

    void processReady(ScriptNode node) {
        Ready ready = node.raft().ready();
        if (node.async) {
            processAsync(node, ready);
        } else {
            processSync(node, ready);
        }
    }

    /** Persist, apply, send, acknowledge: all at once. */
    private void processSync(ScriptNode node, Ready ready) {
        List<Message> messages = new ArrayList<>(ready.messagesToSendNow());
        messages.addAll(ready.messagesToSendAfterPersist());
        output.print(Formats.ready(
                ready, messages.stream().map(View::of).map(View::toString).toList()));
        node.persist(ready);
        node.apply(ready.committedEntries());
        messages.forEach(this::send);
        node.raft().onAppended(ready.ack());
        node.raft().onApplied(ready.committedEntries());
    }

    /** Messages leave at once; persisting and applying become work for the two storage threads. */
    private void processAsync(ScriptNode node, Ready ready) {
        List<String> printed = new ArrayList<>();
        ready.messagesToSendNow()
                .forEach(message -> printed.add(View.of(message).toString()));
        if (ready.hasStorageWork()) {
            printed.add(View.storageAppend(node.id, ready).text(responses(node, ready)));
            node.appendWork.add(ready);
        }
        List<Entry> committed = ready.committedEntries();
        if (!committed.isEmpty()) {
            printed.add(
                    View.storageApply(node.id, committed).text(List.of(View.storageApplyResponse(node.id, committed))));
            node.applyWork.add(committed);
        }
        output.print(Formats.ready(ready, printed));
        ready.messagesToSendNow().forEach(this::send);
    }

    private static List<View> responses(ScriptNode node, Ready ready) {
        List<View> responses = new ArrayList<>();
        ready.messagesToSendAfterPersist().forEach(message -> responses.add(View.of(message)));
        ready.ack().messagesToSelf().forEach(message -> responses.add(View.of(message)));
        if (ready.ack().lastIndex() != 0 || ready.ack().snapshotIndex() != 0) {
            responses.add(View.storageAppendResponse(node.id, ready));
        }
        return responses;
    }

    void processAppendWork(ScriptNode node) {
        if (node.appendWork.isEmpty()) {
            output.print("no append work to perform");
            return;
        }
        Ready ready = node.appendWork.remove();
        List<View> responses = responses(node, ready);
        output.print("Processing:");
        output.print(View.storageAppend(node.id, ready).toString());
        output.print("Responses:");
        responses.forEach(response -> output.print(response.toString()));
        node.persist(ready);
        ready.messagesToSendAfterPersist().forEach(this::send);
        acknowledge(node, ready, responses);
    }

    /** The acknowledgement is one call, which scripts show as the messages it stands for: the first one to arrive makes it. */
    private void acknowledge(ScriptNode node, Ready ready, List<View> responses) {
        Supplier<StepOutcome> once = new Supplier<>() {
            private boolean done;

            @Override
            public StepOutcome get() {
                if (!done) {
                    done = true;
                    node.raft().onAppended(ready.ack());
                }
                return StepOutcome.TAKEN;
            }
        };
        for (View response :
                responses.subList(ready.messagesToSendAfterPersist().size(), responses.size())) {
            network.send(new Network.Envelope(node.id, response, once));
        }
    }

    void processApplyWork(ScriptNode node) {
        if (node.applyWork.isEmpty()) {
            output.print("no apply work to perform");
            return;
        }
        List<Entry> entries = node.applyWork.remove();
        View response = View.storageApplyResponse(node.id, entries);
        output.print("Processing:");
        output.print(View.storageApply(node.id, entries).toString());
        output.print("Responses:");
        output.print(response.toString());
        node.apply(entries);
        network.send(new Network.Envelope(node.id, response, () -> {
            node.raft().onApplied(entries);
            return StepOutcome.TAKEN;
        }));
    }

    void send(Message message) {
        network.send(new Network.Envelope(
                message.to(), View.of(message), () -> node(message.to()).raft().step(message)));
    }

    /** Delivers or drops what is under way to one member; returns how many messages that were. */
    int deliver(long to, String type, boolean drop) {
        List<Network.Envelope> envelopes = network.take(to, type, drop);
        for (Network.Envelope envelope : envelopes) {
            output.print((drop ? "dropped: " : "") + envelope.view());
            if (!drop) {
                complain(envelope.delivery().get());
            }
        }
        return envelopes.size();
    }

    private void complain(StepOutcome outcome) {
        switch (outcome) {
            case TAKEN -> {}
            case UNKNOWN_PEER -> output.print("raft: cannot step as peer not found");
            case PROPOSAL_DROPPED -> output.print("raft proposal dropped");
            case MALFORMED -> output.print("malformed message");
        }
    }

    /** Until nothing moves: Readys, then deliveries, then storage work, member by member. */
    void stabilize(List<ScriptNode> among) {
        boolean moved = true;
        while (moved) {
            moved = false;
            for (ScriptNode node : among) {
                if (node.raft().hasReady()) {
                    moved = step(node, "handling Ready", () -> processReady(node));
                }
            }
            for (ScriptNode node : among) {
                if (network.hasMessagesFor(node.id)) {
                    moved = step(node, "receiving messages", () -> deliver(node.id, "", false));
                }
            }
            for (ScriptNode node : among) {
                if (!node.appendWork.isEmpty()) {
                    moved = step(node, "processing append thread", () -> drainAppendWork(node));
                }
            }
            for (ScriptNode node : among) {
                if (!node.applyWork.isEmpty()) {
                    moved = step(node, "processing apply thread", () -> drainApplyWork(node));
                }
            }
        }
    }

    private void drainAppendWork(ScriptNode node) {
        while (!node.appendWork.isEmpty()) {
            processAppendWork(node);
        }
    }

    private void drainApplyWork(ScriptNode node) {
        while (!node.applyWork.isEmpty()) {
            processApplyWork(node);
        }
    }

    private boolean step(ScriptNode node, String what, Runnable body) {
        output.print("> " + node.id + " " + what);
        output.indented(body);
        return true;
    }
}
