// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.utility;

import dev.cairn.node.cli.CommandFailure;
import dev.cairn.node.client.CallFailure;
import dev.cairn.node.client.Calls;
import dev.cairn.node.client.ClusterClient;
import dev.cairn.node.client.Patience;
import dev.cairn.node.ctl.print.GoText;
import dev.cairn.node.ctl.print.KeyRange;
import dev.cairn.node.ctl.session.CtlSession;
import dev.cairn.node.wire.etcdserverpb.CompactionRequest;
import dev.cairn.node.wire.etcdserverpb.DefragmentRequest;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeRequest;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeResponse;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** What both checks have around their load: clients, an empty prefix before, a tidy one behind, how far they are. */
final class CheckRun implements AutoCloseable {
    private static final Duration TIDYING = Duration.ofSeconds(30);
    private static final long LINE_MILLIS = 1000;
    private static final int BAR = 40;

    private final CtlSession session;
    private final String prefix;
    private final List<ClusterClient> clients;

    CheckRun(CtlSession session, String prefix, int clients) {
        this.session = session;
        this.prefix = prefix;
        this.clients =
                IntStream.range(0, clients).mapToObj(i -> session.client()).toList();
    }

    List<ClusterClient> clients() {
        return clients;
    }

    /** @param advice how the keys are deleted that are in the way */
    void checkEmpty(String advice) {
        KeyRange range = KeyRange.prefix(prefix);
        RangeRequest request = RangeRequest.newBuilder()
                .setKey(range.key())
                .setRangeEnd(range.end())
                .setLimit(1)
                .build();
        if (clients.getFirst().ask(Calls.RANGE, request, Patience.unlimited()).getKvsCount() > 0) {
            throw new CommandFailure(
                    CommandFailure.INVALID_INPUT,
                    "prefix " + GoText.quote(prefix) + " has keys. Delete with " + advice + " first");
        }
    }

    /** Shows on the error output how far {@code done} is, where that is a terminal. */
    Thread showProgress(LongSupplier done, long total) {
        PrintStream err = session.terminal().err();
        return Thread.ofVirtual().start(() -> {
            boolean seen = System.console() != null && System.console().isTerminal();
            try {
                while (seen) {
                    long now = Math.min(total, done.getAsLong());
                    int filled = (int) (BAR * now / total);
                    err.print("\r[" + "#".repeat(filled) + " ".repeat(BAR - filled) + "] " + now + " / " + total);
                    Thread.sleep(LINE_MILLIS);
                }
            } catch (InterruptedException e) {
                err.println();
            }
        });
    }

    void tidy(boolean compact, boolean defragment) {
        PrintStream out = session.terminal().out();
        KeyRange range = KeyRange.prefix(prefix);
        DeleteRangeResponse deleted;
        try {
            deleted = clients.getFirst()
                    .ask(
                            Calls.DELETE_RANGE,
                            DeleteRangeRequest.newBuilder()
                                    .setKey(range.key())
                                    .setRangeEnd(range.end())
                                    .build(),
                            Patience.of(TIDYING));
        } catch (CallFailure e) {
            out.println("FAIL: Cleanup failed during key deletion: ERROR(" + e.getMessage() + ")");
            return;
        }
        if (compact) {
            compact(out, deleted.getHeader().getRevision());
        }
        if (defragment) {
            session.options().endpoints().forEach(endpoint -> defragment(out, endpoint));
        }
    }

    private void compact(PrintStream out, long revision) {
        out.println("Compacting with revision " + revision);
        clients.getFirst()
                .ask(
                        Calls.COMPACT,
                        CompactionRequest.newBuilder()
                                .setRevision(revision)
                                .setPhysical(true)
                                .build(),
                        Patience.of(TIDYING));
        out.println("Compacted with revision " + revision);
    }

    private void defragment(PrintStream out, String endpoint) {
        out.println("Defragmenting " + GoText.quote(endpoint));
        try (ClusterClient client = session.client(session.options().at(endpoint), "etcd-client")) {
            client.ask(Calls.DEFRAGMENT, DefragmentRequest.getDefaultInstance(), Patience.of(TIDYING));
        }
        out.println("Defragmented " + GoText.quote(endpoint));
    }

    /** Whether there were none. */
    boolean showErrors(Map<String, Integer> errors) {
        PrintStream out = session.terminal().out();
        if (!errors.isEmpty()) {
            out.println("FAIL: too many errors");
            errors.forEach((error, times) -> out.println("FAIL: ERROR(" + error + ") -> " + times));
        }
        return errors.isEmpty();
    }

    @Override
    public void close() {
        clients.forEach(ClusterClient::close);
    }
}
