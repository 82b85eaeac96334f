// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.utility;

import com.google.protobuf.ByteString;
import dev.cairn.node.cli.CommandFailure;
import dev.cairn.node.client.Calls;
import dev.cairn.node.client.ClusterClient;
import dev.cairn.node.client.Patience;
import dev.cairn.node.client.WatchClient;
import dev.cairn.node.ctl.print.KeyRange;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeRequest;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RangeResponse;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import dev.cairn.node.wire.etcdserverpb.WatchCreateRequest;
import dev.cairn.node.wire.etcdserverpb.WatchResponse;
import dev.cairn.node.wire.mvccpb.Event;
import dev.cairn.node.wire.mvccpb.KeyValue;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Copies keys of one cluster to another, and goes on with what changes. A revision's changes go in one transaction. */
final class Mirror {
    private static final long PAGE = 1000;
    private static final long LINE_SECONDS = 30;

    /** The prefix of the keys here, and what stands for it there. */
    record Names(String prefix, String there) {
        ByteString there(ByteString key) {
            ByteString mine = KeyRange.bytes(prefix);
            return KeyRange.bytes(there).concat(key.substring(mine.size()));
        }
    }

    private final ClusterClient source;
    private final ClusterClient target;
    private final Names names;
    private final long maxTxnOps;
    private final PrintStream out;
    private final AtomicLong copied = new AtomicLong();

    Mirror(ClusterClient source, ClusterClient target, Names names, long maxTxnOps, PrintStream out) {
        this.source = source;
        this.target = target;
        this.names = names;
        this.maxTxnOps = maxTxnOps;
        this.out = out;
    }

    /** All keys first, if {@code from} is 0; then the changes behind that revision. Returns only where they cannot go on. */
    void run(long from) {
        Thread.ofVirtual().name("progress").start(this::showProgress);
        long revision = from == 0 ? copyAll() : from;
        KeyRange range = KeyRange.prefix(names.prefix());
        try (WatchClient watches = new WatchClient(source, false)) {
            WatchCreateRequest request = WatchCreateRequest.newBuilder()
                    .setKey(range.key())
                    .setRangeEnd(range.end())
                    .setStartRevision(revision + 1)
                    .build();
            watches.watch(request, new WatchClient.Listener() {
                @Override
                public void heard(WatchResponse response) {
                    follow(response.getEventsList());
                }

                @Override
                public void ended(WatchResponse response, String reason) {
                    throw new CommandFailure(CommandFailure.ERROR, reason);
                }
            });
            watches.run();
        }
    }

    private long copyAll() {
        KeyRange range = KeyRange.prefix(names.prefix());
        ByteString next = range.key();
        long revision = 0;
        while (true) {
            RangeResponse page = source.ask(
                    Calls.RANGE,
                    RangeRequest.newBuilder()
                            .setKey(next)
                            .setRangeEnd(range.end())
                            .setLimit(PAGE)
                            .setRevision(revision)
                            .build(),
                    Patience.unlimited());
            if (revision == 0) {
                revision = page.getHeader().getRevision();
            }
            for (KeyValue each : page.getKvsList()) {
                target.ask(Calls.PUT, put(each), Patience.unlimited());
                copied.incrementAndGet();
            }
            if (!page.getMore()) {
                return revision;
            }
            next = page.getKvs(page.getKvsCount() - 1).getKey().concat(ByteString.copyFrom(new byte[1]));
        }
    }

    private PutRequest put(KeyValue keyValue) {
        return PutRequest.newBuilder()
                .setKey(names.there(keyValue.getKey()))
                .setValue(keyValue.getValue())
                .build();
    }

    private void follow(List<Event> events) {
        List<RequestOp> changes = new ArrayList<>();
        long revision = 0;
        for (Event event : events) {
            boolean next = revision != 0 && event.getKv().getModRevision() > revision;
            if (next || changes.size() >= maxTxnOps) {
                commit(changes);
            }
            revision = event.getKv().getModRevision();
            changes.add(change(event));
            copied.incrementAndGet();
        }
        commit(changes);
    }

    private RequestOp change(Event event) {
        if (event.getType() == Event.EventType.PUT) {
            return RequestOp.newBuilder().setRequestPut(put(event.getKv())).build();
        }
        return RequestOp.newBuilder()
                .setRequestDeleteRange(DeleteRangeRequest.newBuilder()
                        .setKey(names.there(event.getKv().getKey())))
                .build();
    }

    private void commit(List<RequestOp> changes) {
        if (!changes.isEmpty()) {
            target.ask(Calls.TXN, TxnRequest.newBuilder().addAllSuccess(changes).build(), Patience.unlimited());
            changes.clear();
        }
    }

    private void showProgress() {
        try {
            while (true) {
                TimeUnit.SECONDS.sleep(LINE_SECONDS);
                out.println(copied.get());
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
