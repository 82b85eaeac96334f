// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.watch;

import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.WatchCreateRequest;
import dev.cairn.node.wire.splice.Encoded;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's stream: its watchers by id, and the requests that come on it, one at a time. Answers go to the sink in the
 * order of the requests; after a watcher's end nothing more is sent for its id. After {@link #close} nothing is sent at
 * all.
 */
public final class WatchStream extends Watcher.Stream {
    private static final Logger LOG = LoggerFactory.getLogger(WatchStream.class);

    private final WatchHub hub;
    private final WatchSink sink;
    private final SortedMap<Long, Watcher> watchers = new TreeMap<>();
    private final Set<Watcher> parked = new LinkedHashSet<>();
    private long nextId;
    private boolean closed;
    /** When progress is due; unknown until the first tick after the stream was opened. */
    private long progressDueNanos;

    private boolean progressScheduled;

    WatchStream(WatchHub hub, WatchSink sink) {
        this.hub = hub;
        this.sink = sink;
    }

    /** Starts a watcher, or answers why not; either way exactly one response says so first. */
    public void create(WatchCreateRequest request) {
        synchronized (hub.lock) {
            if (closed) {
                return;
            }
            long current = hub.latestRevision();
            WatchedRange range = WatchedRange.of(request.getKey(), request.getRangeEnd());
            String refusal = refusal(request, range);
            if (refusal != null) {
                send(hub.responses.refused(current, refusal));
                return;
            }
            long start = request.getStartRevision();
            Watcher watcher = new Watcher(this, takeId(request), range, request, start == 0 ? current : start);
            watcher.nextRevision = start == 0 ? current + 1 : start;
            watchers.put(watcher.id, watcher);
            send(hub.responses.created(current, watcher.id));
            hub.place(watcher);
        }
    }

    /** Answers a creation that is refused for a reason that is none of ours. */
    public void refuse(String reason) {
        synchronized (hub.lock) {
            send(hub.responses.refused(hub.latestRevision(), reason));
        }
    }

    /** An unknown id is not answered. */
    public void cancel(long watchId) {
        synchronized (hub.lock) {
            Watcher watcher = watchers.get(watchId);
            if (watcher != null) {
                end(watcher);
                send(hub.responses.canceled(hub.latestRevision(), watchId));
            }
        }
    }

    /**
     * Tells how far all watchers of the stream are, if all are at the head. Otherwise, and where the connection is full,
     * there is no answer: the client asks again.
     */
    public void progress() {
        synchronized (hub.lock) {
            boolean tell = !watchers.isEmpty() && sink.isReady();
            if (tell && watchers.values().stream().allMatch(hub::isAtHead)) {
                send(hub.responses.progress(hub.revision(), Responses.NO_WATCHER));
            }
        }
    }

    /** The connection can take more. */
    public void ready() {
        synchronized (hub.lock) {
            if (!parked.isEmpty() && sink.isReady()) {
                parked.forEach(hub::fallBehind);
                parked.clear();
            }
        }
    }

    /** The client is gone. */
    public void close() {
        synchronized (hub.lock) {
            closed = true;
            watchers().forEach(this::end);
            hub.forget(this);
        }
    }

    private String refusal(WatchCreateRequest request, WatchedRange range) {
        if (request.getStartRevision() < 0) {
            return EtcdError.COMPACTED.text();
        }
        if (range.isEmpty()) {
            return "mvcc: watcher range is empty";
        }
        if (request.getWatchId() != 0 && watchers.containsKey(request.getWatchId())) {
            return "mvcc: duplicate watch ID provided on the WatchStream";
        }
        return null;
    }

    private long takeId(WatchCreateRequest request) {
        if (request.getWatchId() != 0) {
            return request.getWatchId();
        }
        while (watchers.containsKey(nextId)) {
            nextId++;
        }
        return nextId++;
    }

    @Override
    boolean isReady() {
        return sink.isReady();
    }

    @Override
    void send(Encoded response) {
        if (closed) {
            return;
        }
        try {
            sink.send(response);
        } catch (RuntimeException e) {
            LOG.warn("a watch stream with {} watchers ends: its connection failed", watchers.size(), e);
            close();
        }
    }

    @Override
    void park(Watcher watcher) {
        if (watcher.state != Watcher.State.ENDED) {
            watcher.state = Watcher.State.PARKED;
            parked.add(watcher);
        }
    }

    List<Watcher> watchers() {
        return List.copyOf(watchers.values());
    }

    int watcherCount() {
        return watchers.size();
    }

    int parkedCount() {
        return parked.size();
    }

    @Override
    void endCompacted(Watcher watcher, long compactRevision) {
        end(watcher);
        send(hub.responses.compacted(watcher.id, compactRevision));
    }

    private void end(Watcher watcher) {
        watchers.remove(watcher.id);
        parked.remove(watcher);
        hub.remove(watcher);
    }

    /** Progress for the watchers that asked for it and got nothing for a while. */
    void tick(long nowNanos, long intervalNanos) {
        ready();
        if (!progressScheduled) {
            progressScheduled = true;
            progressDueNanos = nowNanos + intervalNanos;
        }
        if (nowNanos - progressDueNanos < 0 || !sink.isReady()) {
            return;
        }
        // From when it was due, so that ticks that come a little late do not add up; of a pause only the last is made
        // up for.
        long next = progressDueNanos + intervalNanos;
        progressDueNanos = next - nowNanos > 0 ? next : nowNanos + intervalNanos;
        for (Watcher watcher : watchers()) {
            if (watcher.progressWanted && watcher.quiet && hub.isAtHead(watcher)) {
                send(hub.responses.progress(hub.revision(), watcher.id));
            }
            watcher.quiet = true;
        }
    }
}
