// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.mvcc.RevisionEvents;
import dev.cairn.node.mvcc.StoredEvent;
import dev.cairn.node.wire.etcdserverpb.WatchCreateRequest;
import dev.cairn.node.wire.etcdserverpb.WatchCreateRequest.FilterType;
import dev.cairn.node.wire.etcdserverpb.WatchResponse;
import dev.cairn.node.wire.mvccpb.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A client that remembers what it asked for and checks all it is told: each watcher gets exactly the events that it
 * should, in order, once, a revision at a time; nothing after the end; no progress beyond what was sent.
 */
final class WatchedClient {
    private static final class Expectation {
        final WatchCreateRequest request;
        long start;
        boolean ended;
        long compacted;
        boolean inFragment;
        final List<Event> events = new ArrayList<>();
        /** How far progress was told, after so many events. */
        final TreeMap<Long, Integer> progress = new TreeMap<>();

        Expectation(WatchCreateRequest request) {
            this.request = request;
        }
    }

    final TestSink sink = new TestSink();
    final WatchStream stream;
    private final List<WatchCreateRequest> unanswered = new ArrayList<>();
    private final Map<Long, Expectation> alive = new TreeMap<>();
    private final List<Expectation> all = new ArrayList<>();

    WatchedClient(WatchHub hub) {
        stream = hub.open(sink);
    }

    void create(WatchCreateRequest request) {
        unanswered.add(request);
        stream.create(request);
    }

    List<Long> ids() {
        return List.copyOf(alive.keySet());
    }

    /** Takes in what was received. */
    void read() {
        for (WatchResponse response : sink.take()) {
            if (response.getCreated()) {
                created(response);
            } else if (response.getCanceled()) {
                Expectation ended = alive.remove(response.getWatchId());
                ended.ended = true;
                ended.compacted = response.getCompactRevision();
            } else if (response.getEventsCount() > 0) {
                events(response);
            } else {
                progress(response);
            }
        }
    }

    private void created(WatchResponse response) {
        Expectation expectation = new Expectation(unanswered.removeFirst());
        long asked = expectation.request.getStartRevision();
        expectation.start = asked == 0 ? response.getHeader().getRevision() + 1 : asked;
        assertThat(alive.put(response.getWatchId(), expectation)).isNull();
        all.add(expectation);
    }

    private void events(WatchResponse response) {
        Expectation watcher = alive.get(response.getWatchId());
        assertThat(watcher).as("events for an id that has ended").isNotNull();
        long first = response.getEvents(0).getKv().getModRevision();
        if (!watcher.events.isEmpty() && !watcher.inFragment) {
            assertThat(first)
                    .as("a revision is not split over responses")
                    .isGreaterThan(watcher.events.getLast().getKv().getModRevision());
        }
        watcher.inFragment = response.getFragment();
        watcher.events.addAll(response.getEventsList());
        assertThat(response.getHeader().getRevision())
                .isGreaterThanOrEqualTo(watcher.events.getLast().getKv().getModRevision());
    }

    private void progress(WatchResponse response) {
        long revision = response.getHeader().getRevision();
        if (response.getWatchId() == -1) {
            alive.values().forEach(each -> each.progress.put(revision, each.events.size()));
        } else {
            Expectation watcher = alive.get(response.getWatchId());
            assertThat(watcher.request.getProgressNotify()).isTrue();
            watcher.progress.put(revision, watcher.events.size());
        }
    }

    /** Compares with the whole truth. With {@code complete} nothing may be missing from watchers that live. */
    int check(List<RevisionEvents> truth, ModelStore store, boolean complete) throws InvalidProtocolBufferException {
        assertThat(unanswered).isEmpty();
        int checked = 0;
        for (Expectation watcher : all) {
            List<Event> expected = expected(watcher, truth, store);
            int got = watcher.events.size();
            if (complete && !watcher.ended) {
                assertThat(got).isEqualTo(expected.size());
            }
            assertThat(got).isLessThanOrEqualTo(expected.size());
            for (int i = 0; i < got; i++) {
                assertSame(watcher.events.get(i), expected.get(i));
            }
            if (watcher.compacted != 0) {
                assertThat(watcher.start)
                        .as("canceled though its start was there")
                        .isLessThan(watcher.compacted);
            }
            watcher.progress.forEach((revision, sent) -> assertThat(sent)
                    .as("progress up to %s told before all events up to there", revision)
                    .isGreaterThanOrEqualTo((int) expected.stream()
                            .filter(event -> event.getKv().getModRevision() <= revision)
                            .count()));
            checked += got;
        }
        return checked;
    }

    /** The value before may be missing where a compaction came first. */
    private static void assertSame(Event got, Event expected) {
        if (got.hasPrevKv()) {
            assertThat(got).isEqualTo(expected);
        } else {
            assertThat(got).isEqualTo(expected.toBuilder().clearPrevKv().build());
        }
    }

    private static List<Event> expected(Expectation watcher, List<RevisionEvents> truth, ModelStore store)
            throws InvalidProtocolBufferException {
        WatchCreateRequest request = watcher.request;
        List<Event> expected = new ArrayList<>();
        for (RevisionEvents revision : truth) {
            for (StoredEvent event : revision.events()) {
                FilterType filter = event.isDelete() ? FilterType.NODELETE : FilterType.NOPUT;
                if (revision.revision() >= watcher.start
                        && holds(request, ByteString.copyFrom(event.key()))
                        && !request.getFiltersList().contains(filter)) {
                    expected.add(
                            Event.parseFrom(request.getPrevKv() ? event.encodedWithPrevious(store) : event.encoded()));
                }
            }
        }
        return expected;
    }

    /** Written anew, so that it cannot share a mistake. */
    private static boolean holds(WatchCreateRequest request, ByteString key) {
        var order = ByteString.unsignedLexicographicalComparator();
        ByteString end = request.getRangeEnd();
        if (end.isEmpty()) {
            return key.equals(request.getKey());
        }
        boolean endless = end.size() == 1 && end.byteAt(0) == 0;
        return order.compare(request.getKey(), key) <= 0 && (endless || order.compare(key, end) < 0);
    }
}
