// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.concurrency;

import com.google.protobuf.ByteString;
import dev.cairn.node.cli.CommandFailure;
import dev.cairn.node.client.Calls;
import dev.cairn.node.client.ClusterClient;
import dev.cairn.node.client.Patience;
import dev.cairn.node.client.WatchClient;
import dev.cairn.node.ctl.print.Display;
import dev.cairn.node.ctl.print.KeyRange;
import dev.cairn.node.ctl.print.KvAnswers;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RangeResponse;
import dev.cairn.node.wire.etcdserverpb.WatchCreateRequest;
import dev.cairn.node.wire.etcdserverpb.WatchResponse;

/** Shows who leads, and whenever that changes. */
final class Observing {
    private final ClusterClient client;
    private final Display display;
    private final KeyRange queue;
    private ByteString leader = ByteString.EMPTY;
    private long shown;

    Observing(ClusterClient client, Display display, String name) {
        this.client = client;
        this.display = display;
        this.queue = KeyRange.prefix(name + "/");
    }

    /** Returns when the watch is lost. */
    void run() {
        long revision = look();
        try (WatchClient watches = new WatchClient(client, true)) {
            WatchCreateRequest request = WatchCreateRequest.newBuilder()
                    .setKey(queue.key())
                    .setRangeEnd(queue.end())
                    .setStartRevision(revision + 1)
                    .build();
            watches.watch(request, new WatchClient.Listener() {
                @Override
                public void heard(WatchResponse response) {
                    if (response.getEventsCount() > 0) {
                        look();
                    }
                }

                @Override
                public void ended(WatchResponse response, String reason) {
                    throw new CommandFailure(CommandFailure.ERROR, reason);
                }
            });
            watches.run();
        }
    }

    /** The oldest place's key is the leader's, its value what was proposed. */
    private long look() {
        RangeResponse first = client.ask(
                Calls.RANGE,
                RangeRequest.newBuilder()
                        .setKey(queue.key())
                        .setRangeEnd(queue.end())
                        .setLimit(1)
                        .setSortTarget(RangeRequest.SortTarget.CREATE)
                        .setSortOrder(RangeRequest.SortOrder.ASCEND)
                        .build(),
                Patience.unlimited());
        boolean changed = first.getKvsCount() > 0
                && (!first.getKvs(0).getKey().equals(leader) || first.getKvs(0).getModRevision() != shown);
        if (changed) {
            leader = first.getKvs(0).getKey();
            shown = first.getKvs(0).getModRevision();
            display.show(new KvAnswers.Got(first));
        }
        return first.getHeader().getRevision();
    }
}
