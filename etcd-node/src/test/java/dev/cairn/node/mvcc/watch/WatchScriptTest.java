// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.watch;

import com.google.protobuf.ByteString;
import dev.cairn.node.mvcc.RevisionEvents;
import dev.cairn.node.testkit.TextScript;
import dev.cairn.node.testkit.TextScript.Command;
import dev.cairn.node.wire.etcdserverpb.ResponseHeader;
import dev.cairn.node.wire.etcdserverpb.WatchCreateRequest;
import dev.cairn.node.wire.etcdserverpb.WatchCreateRequest.FilterType;
import dev.cairn.node.wire.etcdserverpb.WatchResponse;
import dev.cairn.node.wire.mvccpb.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tells what a client sees, as stories: {@code src/test/resources/watch}. Each command prints what the streams received.
 * Nobody catches up but by {@code catch-up}; {@code room=n} lets a connection take n more responses with events.
 */
class WatchScriptTest {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final ModelStore store = new ModelStore();
    private final WatchHub hub = new WatchHub(
            store,
            revision -> ResponseHeader.newBuilder().setRevision(revision).build(),
            new WatchSettings(2000, 400, 600 * SECOND_NANOS));
    private final Map<String, TestSink> sinks = new LinkedHashMap<>();
    private final Map<String, WatchStream> streams = new LinkedHashMap<>();
    private final List<RevisionEvents> unpublished = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"create-and-cancel", "events", "history", "progress", "slow-connections", "fragments"})
    void clientSeesWhatTheScriptSays(String script) {
        TextScript.run("watch/" + script + ".txt", this::run);
    }

    private String run(Command command) {
        String stream = command.arg("stream", "s");
        if (!streams.containsKey(stream)) {
            sinks.put(stream, new TestSink());
            streams.put(stream, hub.open(sinks.get(stream)));
        }
        String printed = carryOut(command, streams.get(stream), sinks.get(stream));
        StringBuilder all = new StringBuilder(printed);
        sinks.forEach((name, sink) -> sink.take()
                .forEach(response -> all.append(streams.size() > 1 ? name + ": " : "")
                        .append(text(response))
                        .append('\n')));
        return all.toString();
    }

    private String carryOut(Command command, WatchStream stream, TestSink sink) {
        switch (command.name()) {
            case "txn" -> apply(command.args());
            case "publish" -> publish();
            case "compact" -> store.compact(command.number("revision", 0));
            case "create" -> stream.create(creation(command));
            case "cancel" -> stream.cancel(command.number("id", 0));
            case "progress" -> stream.progress();
            case "tick" -> hub.tick(command.number("seconds", 0) * SECOND_NANOS);
            case "connection" -> sink.room(command.number("room", 0));
            case "ready" -> stream.ready();
            case "close" -> stream.close();
            case "snapshot-installed" -> hub.snapshotInstalled();
            case "catch-up" -> {
                int reads = store.historyReads();
                int runs = 0;
                while (hub.catchUp().runOnce()) {
                    runs++;
                }
                return "runs " + runs + ", storage reads " + (store.historyReads() - reads) + "\n";
            }
            case "counts" -> {
                WatchCounts counts = hub.counts();
                return "streams " + counts.streams() + " watchers " + counts.watchers() + " unsynced "
                        + counts.unsynced() + " parked " + counts.parked() + " sent " + counts.eventsSent();
            }
            default -> throw new IllegalArgumentException("no such command: " + command.name());
        }
        return "";
    }

    /** {@code txn a=1 b=}: puts a, deletes b. With {@code hold=} it is visible but not yet published. */
    private void apply(Map<String, String> args) {
        List<ModelStore.Change> changes = new ArrayList<>();
        args.forEach((key, value) -> {
            if (!key.equals("hold")) {
                int times = value.indexOf('*');
                String text = times < 0
                        ? value
                        : value.substring(0, times).repeat(Integer.parseInt(value.substring(times + 1)));
                changes.add(new ModelStore.Change(key, text.isEmpty() ? null : text));
            }
        });
        unpublished.add(store.apply(changes));
        if (!args.containsKey("hold")) {
            publish();
        }
    }

    private void publish() {
        hub.published(List.copyOf(unpublished));
        unpublished.clear();
    }

    private static WatchCreateRequest creation(Command command) {
        WatchCreateRequest.Builder create = WatchCreateRequest.newBuilder()
                .setKey(bytes(command.arg("key", "")))
                .setRangeEnd(bytes(command.arg("end", "")))
                .setStartRevision(command.number("start", 0))
                .setWatchId(command.number("id", 0))
                .setPrevKv(command.has("prev-kv"))
                .setProgressNotify(command.has("progress-notify"))
                .setFragment(command.has("fragment"));
        if (command.has("no-put")) {
            create.addFilters(FilterType.NOPUT);
        }
        if (command.has("no-delete")) {
            create.addFilters(FilterType.NODELETE);
        }
        return create.build();
    }

    private static ByteString bytes(String text) {
        return text.equals("\\0") ? ByteString.copyFrom(new byte[1]) : ByteString.copyFromUtf8(text);
    }

    private static String text(WatchResponse response) {
        StringBuilder text = new StringBuilder("id=" + response.getWatchId());
        text.append(" rev=").append(response.getHeader().getRevision());
        text.append(response.getCreated() ? " created" : "").append(response.getCanceled() ? " canceled" : "");
        text.append(response.getFragment() ? " fragment" : "");
        if (response.getCompactRevision() != 0) {
            text.append(" compacted=").append(response.getCompactRevision());
        }
        if (!response.getCancelReason().isEmpty()) {
            text.append(" \"").append(response.getCancelReason()).append('"');
        }
        return text
                + response.getEventsList().stream().map(WatchScriptTest::text).collect(Collectors.joining());
    }

    private static String text(Event event) {
        String kv = event.getKv().getKey().toStringUtf8();
        if (event.getType() == Event.EventType.PUT) {
            kv += "=" + abridged(event.getKv().getValue());
        }
        String previous =
                event.hasPrevKv() ? " was " + abridged(event.getPrevKv().getValue()) : "";
        return " {" + event.getType() + " " + kv + " @" + event.getKv().getModRevision() + previous + "}";
    }

    private static String abridged(ByteString value) {
        String text = value.toStringUtf8();
        return text.length() > 10 ? text.charAt(0) + "*" + text.length() : text;
    }
}
