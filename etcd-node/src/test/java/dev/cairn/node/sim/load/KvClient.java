// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.load;

import dev.cairn.node.sim.check.Answer;
import dev.cairn.node.sim.check.Call;
import dev.cairn.node.sim.check.Operation;
import dev.cairn.node.sim.check.Seen;
import dev.cairn.node.sim.cluster.SimMember;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.EtcdException;
import dev.cairn.node.wire.splice.Encoded;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** A client that does one thing at a time: writes, deletes, swaps, reads, of few keys, so that they meet. */
final class KvClient {
    private static final int KEYS = 4;
    private static final int MAX_THINK_MILLIS = 300;

    private final Clients clients;
    private final int number;
    private final Map<String, String> lastSeen = new HashMap<>();

    KvClient(Clients clients, int number) {
        this.clients = clients;
        this.number = number;
    }

    void start() {
        clients.later(clients.random().nextInt(MAX_THINK_MILLIS), this::next);
    }

    private void next() {
        if (clients.isStopped()) {
            return;
        }
        clients.anyRunning()
                .ifPresentOrElse(member -> ask(clients, number, member, draw(), 0, this::ended), this::start);
    }

    private void ended(Operation operation) {
        if (operation.isAnswered() && operation.call().key() != null) {
            Seen seen = operation.answer().seen().get(operation.call().key());
            lastSeen.put(operation.call().key(), seen == null ? null : seen.value());
        }
        start();
    }

    private Call draw() {
        RandomGenerator random = clients.random();
        String key = "k" + random.nextInt(KEYS);
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> Call.put(key, clients.nextValue());
            case 4 -> Call.delete(key);
            case 5, 6 -> Call.get(key);
            case 7 -> Call.serializableGet(key);
            case 8 -> Call.list();
            case 9, 10 -> Call.swap(key, lastSeen.get(key), clients.nextValue());
            default -> Call.pair(key, clients.nextValue(), "k" + (KEYS + random.nextInt(2)), clients.nextValue());
        };
    }

    /** Asks a member, and writes down question and answer. */
    static void ask(
            Clients clients,
            int client,
            SimMember member,
            Call call,
            long lease,
            java.util.function.Consumer<Operation> ended) {
        Operation operation = clients.history().begin(client, member + "/" + member.life(), call);
        clients.begins();
        Asked.<Encoded>ask(
                clients,
                member,
                reply -> KvRequests.ask(member.server().kv(), call, lease, reply),
                (encoded, error) -> {
                    if (encoded != null) {
                        Answer answer = KvRequests.answer(call, encoded);
                        clients.history().answered(operation, answer);
                        clients.cluster().trace("answer", client, answer.hashCode());
                    } else if (error instanceof EtcdException refusal && hasNoEffect(refusal.error())) {
                        clients.history().refused(operation);
                    } else if (error != null && !(error instanceof EtcdException)) {
                        throw new AssertionError("no answer of etcd's: " + error, error);
                    }
                    clients.ends(encoded != null);
                    ended.accept(operation);
                });
    }

    private static boolean hasNoEffect(EtcdError error) {
        return error == EtcdError.LEASE_NOT_FOUND
                || error == EtcdError.TOO_MANY_REQUESTS
                || error == EtcdError.AUTH_OLD_REVISION
                || error == EtcdError.USER_EMPTY
                || error == EtcdError.PERMISSION_DENIED;
    }
}
