// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.load;

import dev.cairn.node.process.cluster.RealMember;
import dev.cairn.node.sim.check.Call;
import dev.cairn.node.sim.check.Operation;
import dev.cairn.node.sim.check.Seen;
import dev.cairn.node.wire.etcdserverpb.KVGrpc;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** One thing at a time: writes, deletes, swaps, reads, of few keys, so that clients meet. */
final class KvClient implements Runnable {
    /** Longer than a server waits before it gives up. */
    private static final long PATIENCE_SECONDS = 10;

    private static final int KEYS = 6;
    private static final int MAX_THINK_MILLIS = 30;
    private static final long NOBODY_UP_MILLIS = 20;

    private final Load load;
    private final int number;
    private final RandomGenerator random;

    KvClient(Load load, int number, RandomGenerator random) {
        this.load = load;
        this.number = number;
        this.random = random;
    }

    @Override
    public void run() {
        while (!load.isStopped()) {
            load.anyUp(random)
                    .ifPresentOrElse(
                            member -> remember(ask(load, number, member, draw(), 0)),
                            () -> Load.pause(NOBODY_UP_MILLIS));
            Load.pause(random.nextInt(MAX_THINK_MILLIS));
        }
    }

    private void remember(Operation operation) {
        if (operation.isAnswered() && operation.call().key() != null) {
            Seen seen = operation.answer().seen().get(operation.call().key());
            if (seen == null) {
                load.lastSeen().remove(operation.call().key());
            } else {
                load.lastSeen().put(operation.call().key(), seen.value());
            }
        }
    }

    private Call draw() {
        String key = "k" + random.nextInt(KEYS);
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> Call.put(key, load.observed().nextValue());
            case 4 -> Call.delete(key);
            case 5, 6 -> Call.get(key);
            case 7 -> Call.serializableGet(key);
            case 8 -> Call.list();
            case 9, 10 ->
                Call.swap(key, load.lastSeen().get(key), load.observed().nextValue());
            default -> {
                String other = "k" + (KEYS + random.nextInt(2));
                yield Call.pair(
                        key, load.observed().nextValue(), other, load.observed().nextValue());
            }
        };
    }

    /** Asks a member and writes down question and answer. No answer, or an error of any kind but a refusal: unknown. */
    static Operation ask(Load load, int client, RealMember.Life member, Call call, long lease) {
        Operation operation = load.observed().begin(client, member.toString(), call);
        try {
            var kv = KVGrpc.newBlockingStub(member.channel()).withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
            load.observed().answered(operation, Requests.ask(kv, call, lease));
        } catch (StatusRuntimeException e) {
            if (hasNoEffect(e.getStatus())) {
                load.observed().refused(operation);
            }
        }
        return operation;
    }

    private static boolean hasNoEffect(Status status) {
        String what = String.valueOf(status.getDescription());
        return what.contains("requested lease not found") || what.contains("too many requests");
    }
}
