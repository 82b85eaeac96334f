// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.small;

import com.google.protobuf.ByteString;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Watches;
import dev.cairn.node.wire.etcdserverpb.WatchCreateRequest;
import dev.cairn.node.wire.etcdserverpb.WatchRequest;
import dev.cairn.node.wire.etcdserverpb.WatchResponse;
import dev.cairn.node.wire.mvccpb.Event;
import dev.cairn.node.wire.splice.Encoded;
import dev.cairn.node.wire.splice.EncodedMessage;
import dev.cairn.node.wire.splice.EncodedWatch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Watches over the store's whole history; what the sink cannot take waits in the stream. */
public final class SmallWatches implements Watches {
    public final AtomicInteger open = new AtomicInteger();

    private final SmallStore store;
    /** As in the member: all streams get the same array. */
    private final Map<Event, byte[]> encodings = new IdentityHashMap<>();

    SmallWatches(SmallStore store) {
        this.store = store;
    }

    @Override
    public Stream open(Caller caller, Sink sink) {
        open.incrementAndGet();
        SmallStream stream = new SmallStream(sink);
        synchronized (store) {
            store.listeners.add(stream);
        }
        return stream;
    }

    private final class SmallStream implements Stream, Consumer<List<Event>> {
        private final Sink sink;
        private final Map<Long, WatchCreateRequest> watchers = new TreeMap<>();
        private final Deque<Encoded> waiting = new ArrayDeque<>();
        private long nextId;

        SmallStream(Sink sink) {
            this.sink = sink;
        }

        @Override
        public void request(WatchRequest request) {
            synchronized (store) {
                switch (request.getRequestUnionCase()) {
                    case CREATE_REQUEST -> create(request.getCreateRequest());
                    case CANCEL_REQUEST -> cancel(request.getCancelRequest().getWatchId());
                    case PROGRESS_REQUEST -> send(response().setWatchId(-1));
                    case REQUESTUNION_NOT_SET -> sink.fail(new IllegalArgumentException("an empty watch request"));
                }
            }
        }

        private void create(WatchCreateRequest create) {
            long id = nextId++;
            watchers.put(id, create);
            send(response().setWatchId(id).setCreated(true));
            if (create.getStartRevision() > 0) {
                offer(
                        id,
                        store.history.stream()
                                .filter(each -> each.getKv().getModRevision() >= create.getStartRevision())
                                .toList());
            }
        }

        private void cancel(long id) {
            if (watchers.remove(id) != null) {
                send(response().setWatchId(id).setCanceled(true));
            }
        }

        @Override
        public void accept(List<Event> news) {
            watchers.keySet().forEach(id -> offer(id, news));
        }

        private void offer(long id, List<Event> news) {
            WatchCreateRequest create = watchers.get(id);
            List<byte[]> events = news.stream()
                    .filter(each -> covers(create, each.getKv().getKey()))
                    .map(each -> create.getPrevKv() ? each.toByteArray() : withoutPrevious(each))
                    .toList();
            if (!events.isEmpty()) {
                waiting.add(new EncodedWatch(store.header(), id, false, events));
                flush();
            }
        }

        private byte[] withoutPrevious(Event event) {
            return encodings.computeIfAbsent(
                    event, each -> each.toBuilder().clearPrevKv().build().toByteArray());
        }

        private boolean covers(WatchCreateRequest create, ByteString key) {
            return SmallStore.covers(create.getKey(), create.getRangeEnd(), key);
        }

        private WatchResponse.Builder response() {
            return WatchResponse.newBuilder().setHeader(store.header());
        }

        private void send(WatchResponse.Builder response) {
            waiting.add(new EncodedMessage(response.build()));
            flush();
        }

        private void flush() {
            while (!waiting.isEmpty() && sink.isReady()) {
                sink.send(waiting.poll());
            }
        }

        @Override
        public void ready() {
            synchronized (store) {
                flush();
            }
        }

        @Override
        public void close() {
            open.decrementAndGet();
            synchronized (store) {
                store.listeners.remove(this);
            }
        }
    }
}
