// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.load;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.server.Watches;
import dev.cairn.node.sim.check.Event;
import dev.cairn.node.sim.check.WatchSegment;
import dev.cairn.node.sim.cluster.SimMember;
import dev.cairn.node.wire.etcdserverpb.WatchCreateRequest;
import dev.cairn.node.wire.etcdserverpb.WatchRequest;
import dev.cairn.node.wire.etcdserverpb.WatchResponse;
import dev.cairn.node.wire.splice.Encoded;
import java.util.ArrayList;
import java.util.List;

/** A client that watches at one member, life after life, from where it was; now and then it reads slowly. */
public final class WatchClient {
    private static final long RETRY_MILLIS = 200;

    private final Clients clients;
    private final SimMember member;
    private final String prefix;
    private final String name;
    private WatchSegment segment;
    private Connection connection;
    private long next = 1;
    private long life;

    WatchClient(Clients clients, SimMember member, String prefix, int number) {
        this.clients = clients;
        this.member = member;
        this.prefix = prefix;
        this.name = "watcher " + number + " at " + member;
    }

    public SimMember member() {
        return member;
    }

    public boolean watchesEverything() {
        return prefix.isEmpty();
    }

    /** The revision after the last one it was told of. */
    public long next() {
        return next;
    }

    void start() {
        if (member.isRunning() && (life != member.life() || connection == null)) {
            life = member.life();
            if (next > 1) {
                member.saw("watch-resume", "after-end");
            }
            Connection opened = new Connection();
            connection = opened;
            member.onEnd(() -> opened.closed = true);
            member.act(opened::open);
        }
        clients.later(RETRY_MILLIS, this::start);
    }

    private final class Connection implements Watches.Sink {
        private Watches.Stream stream;
        private boolean ready = true;
        private boolean closed;

        private void open() {
            stream = member.server().watches().open(Users.CLIENT, this);
            create();
        }

        private void create() {
            stepBack();
            ByteString key = prefix.isEmpty() ? KvRequests.EVERYTHING : KvRequests.bytes(prefix);
            ByteString end = prefix.isEmpty() ? KvRequests.EVERYTHING : afterAll(key);
            segment = clients.history().watch(name + "/" + life, prefix, next);
            stream.request(WatchRequest.newBuilder()
                    .setCreateRequest(WatchCreateRequest.newBuilder()
                            .setKey(key)
                            .setRangeEnd(end)
                            .setStartRevision(next))
                    .build());
        }

        /** Now and then a watcher wants to hear again of what is still there. */
        private void stepBack() {
            if (next > 1 && clients.random().nextInt(4) == 0) {
                next = Math.max(1, next - clients.random().nextInt(20));
            }
        }

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void send(Encoded encoded) {
            if (closed) {
                return;
            }
            WatchResponse response = parse(encoded);
            if (response.getCompactRevision() > 0) {
                next = response.getCompactRevision();
                member.saw("watch-resume", "after-compaction");
                member.act(this::create);
            } else if (response.getCanceled()) {
                throw new AssertionError(name + " was cancelled: " + response.getCancelReason());
            } else if (response.getEventsCount() > 0) {
                told(response);
            }
        }

        private void told(WatchResponse response) {
            List<Event> events = new ArrayList<>();
            response.getEventsList().forEach(event -> {
                boolean deletion = event.getTypeValue() == 1;
                events.add(new Event(
                        event.getKv().getModRevision(),
                        event.getKv().getKey().toStringUtf8(),
                        deletion ? null : event.getKv().getValue().toStringUtf8(),
                        event.getKv().getCreateRevision(),
                        event.getKv().getVersion()));
            });
            segment.response(events);
            next = Math.max(next, events.getLast().revision() + 1);
            events.stream()
                    .filter(event -> event.value() == null)
                    .forEach(event -> clients.leases().keyDeleted(event.key(), clients.nowMillis()));
            clients.cluster().trace("watch", next, events.hashCode());
            if (clients.random().nextInt(30) == 0) {
                ready = false;
                clients.later(clients.random().nextInt(2_000), this::readsOn);
            }
        }

        private void readsOn() {
            ready = true;
            if (!closed) {
                member.saw("watch-resume", "slow-reader");
                member.act(() -> stream.ready());
            }
        }

        @Override
        public void fail(RuntimeException error) {
            closed = true;
            connection = null;
        }
    }

    private static ByteString afterAll(ByteString prefix) {
        byte[] end = prefix.toByteArray();
        end[end.length - 1]++;
        return ByteString.copyFrom(end);
    }

    private static WatchResponse parse(Encoded encoded) {
        try {
            return WatchResponse.parseFrom(encoded.toByteArray());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a watch response cannot be read", e);
        }
    }
}
