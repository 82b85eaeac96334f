// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.client;

import dev.cairn.node.wire.etcdserverpb.WatchCreateRequest;
import dev.cairn.node.wire.etcdserverpb.WatchProgressRequest;
import dev.cairn.node.wire.etcdserverpb.WatchRequest;
import dev.cairn.node.wire.etcdserverpb.WatchResponse;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Watches over one stream. A stream that is lost is opened anew and every watch goes on behind the last revision it heard
 * of. {@link #run} is one thread's; the other methods may be anybody's.
 */
public final class WatchClient implements AutoCloseable {
    private static final long NOBODY = -1;
    private static final long BACKOFF_MILLIS = 100;

    /** What a watch brings. */
    public interface Listener {
        /** Events, or a notice of progress without any. */
        void heard(WatchResponse response);

        /** There will be no more; {@code reason} is in the words of etcd's client. {@code response} may be empty. */
        void ended(WatchResponse response, String reason);
    }

    private final ClusterClient client;
    private final boolean wantsLeader;
    private final Deque<Watched> asked = new ArrayDeque<>();
    private final Map<Long, Watched> running = new HashMap<>();
    private Conversation<WatchRequest, WatchResponse> stream;
    private boolean closed;

    private static final class Watched {
        private final WatchCreateRequest.Builder request;
        private final Listener listener;

        Watched(WatchCreateRequest request, Listener listener) {
            this.request = request.toBuilder();
            this.listener = listener;
        }
    }

    public WatchClient(ClusterClient client, boolean wantsLeader) {
        this.client = client;
        this.wantsLeader = wantsLeader;
        this.stream = client.watches(wantsLeader);
    }

    public synchronized void watch(WatchCreateRequest request, Listener listener) {
        Watched watched = new Watched(request, listener);
        asked.add(watched);
        ask(watched);
    }

    private void ask(Watched watched) {
        stream.say(WatchRequest.newBuilder().setCreateRequest(watched.request).build());
    }

    /** All watches hear the store's revision once they have heard everything before it. */
    public synchronized void askProgress() {
        stream.say(WatchRequest.newBuilder()
                .setProgressRequest(WatchProgressRequest.getDefaultInstance())
                .build());
    }

    /** Returns when no watch is left, or the stream is of no more use. */
    public void run() {
        while (hasWatches()) {
            try {
                hear(stream().hear());
            } catch (CallFailure e) {
                if (isClosed()) {
                    return;
                }
                if (!e.isPassing() || e.says("no leader")) {
                    endAll(e.getMessage());
                    return;
                }
                reopen();
            }
        }
    }

    private synchronized boolean hasWatches() {
        return !closed && !(asked.isEmpty() && running.isEmpty());
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized Conversation<WatchRequest, WatchResponse> stream() {
        return stream;
    }

    private void reopen() {
        try {
            TimeUnit.MILLISECONDS.sleep(BACKOFF_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallFailure(Status.CANCELLED);
        }
        synchronized (this) {
            List<Watched> all = new ArrayList<>(running.values());
            all.addAll(asked);
            running.clear();
            asked.clear();
            stream.close();
            stream = client.watches(wantsLeader);
            asked.addAll(all);
            all.forEach(this::ask);
        }
    }

    private void hear(WatchResponse response) {
        if (response.getCreated()) {
            created(response);
            return;
        }
        if (response.getWatchId() == NOBODY) {
            all().forEach(each -> each.listener.heard(response));
            return;
        }
        Watched watched = running(response.getWatchId());
        if (watched == null) {
            return;
        }
        if (response.getCanceled()) {
            remove(response.getWatchId());
            watched.listener.ended(response, reason(response));
            return;
        }
        watched.request.setStartRevision(next(response, watched));
        watched.listener.heard(response);
    }

    private void created(WatchResponse response) {
        Watched watched;
        synchronized (this) {
            watched = asked.remove();
            if (!response.getCanceled()) {
                running.put(response.getWatchId(), watched);
                if (watched.request.getStartRevision() == 0) {
                    watched.request.setStartRevision(response.getHeader().getRevision() + 1);
                }
            }
        }
        if (response.getCanceled()) {
            watched.listener.ended(response, response.getCancelReason());
        }
    }

    private static long next(WatchResponse response, Watched watched) {
        int events = response.getEventsCount();
        long heard = events == 0
                ? response.getHeader().getRevision()
                : response.getEvents(events - 1).getKv().getModRevision();
        // A fragment may be followed by more of the same revision.
        long next = response.getFragment() ? heard : heard + 1;
        return Math.max(next, watched.request.getStartRevision());
    }

    private synchronized List<Watched> all() {
        return List.copyOf(running.values());
    }

    private synchronized Watched running(long id) {
        return running.get(id);
    }

    private synchronized void remove(long id) {
        running.remove(id);
    }

    private void endAll(String reason) {
        List<Watched> all;
        synchronized (this) {
            all = new ArrayList<>(running.values());
            all.addAll(asked);
            running.clear();
            asked.clear();
        }
        all.forEach(each ->
                each.listener.ended(WatchResponse.newBuilder().setCanceled(true).build(), reason));
    }

    private static String reason(WatchResponse response) {
        if (response.getCompactRevision() != 0) {
            return "etcdserver: mvcc: required revision has been compacted";
        }
        if (response.getCancelReason().isEmpty()) {
            return "etcdserver: mvcc: required revision is a future revision";
        }
        return new CallFailure(Status.FAILED_PRECONDITION.withDescription(response.getCancelReason())).getMessage();
    }

    @Override
    public synchronized void close() {
        closed = true;
        stream.close();
    }
}
