// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.check;

import java.util.ArrayList;
import java.util.List;

/** All that clients did and saw, with one counter for what came before what. */
public final class History {
    private final List<Operation> operations = new ArrayList<>();
    private final List<WatchSegment> watches = new ArrayList<>();
    private long order;

    public Operation begin(int client, String process, Call call) {
        Operation operation = new Operation(client, process, call, order++);
        operations.add(operation);
        return operation;
    }

    public void answered(Operation operation, Answer answer) {
        operation.answered(answer, order++);
    }

    public void refused(Operation operation) {
        operation.refused(order++);
    }

    public WatchSegment watch(String watcher, String prefix, long from) {
        WatchSegment segment = new WatchSegment(watcher, prefix, from);
        watches.add(segment);
        return segment;
    }

    public List<Operation> operations() {
        return operations;
    }

    public List<WatchSegment> watches() {
        return watches;
    }
}
