// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.figures.PeerFigures;
import dev.cairn.node.peer.net.PeerLoops;
import dev.cairn.node.peer.net.PeerRuntime;
import dev.cairn.node.peer.net.PeerSettings;
import dev.cairn.node.raft.Message;
import dev.cairn.node.server.PeerClient.VersionsAnswer;
import dev.cairn.node.server.PeerEvents;
import dev.cairn.node.server.PeerRequests;
import dev.cairn.node.tls.ReloadingTls;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.HashKVResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseTimeToLiveResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** A member that is nothing but its peer port: remembers what it is told, answers what it is asked. */
final class TestMember implements PeerEvents, PeerRequests, AutoCloseable {
    static final long CLUSTER_ID = 0xcdf818194e3a8c32L;
    private static final long PATIENCE_SECONDS = 20;

    volatile long memberId;
    volatile long clusterId = CLUSTER_ID;
    volatile Consumer<Message> onMessage = message -> {};
    volatile int readAtMost = Integer.MAX_VALUE;

    final BlockingQueue<Message> received = new LinkedBlockingQueue<>();
    final BlockingQueue<Message.Snap> snapshots = new LinkedBlockingQueue<>();
    final BlockingQueue<byte[]> images = new LinkedBlockingQueue<>();
    final BlockingQueue<String> failures = new LinkedBlockingQueue<>();
    final BlockingQueue<Long> unreachable = new LinkedBlockingQueue<>();
    final BlockingQueue<Boolean> sentSnapshots = new LinkedBlockingQueue<>();
    final BlockingQueue<Long> removals = new LinkedBlockingQueue<>();
    final Set<Long> removed = ConcurrentHashMap.newKeySet();

    final PeerLoops loops =
            PeerLoops.open("test-peer", 2, Thread.ofPlatform().daemon(true).factory());
    final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    final PeerFigures figures = new PeerFigures();
    final PeerSettings settings;
    final PeerRuntime runtime;
    final HttpPeerTransport transport;
    private PeerListener listener;

    TestMember(long memberId, String version, ReloadingTls tls) {
        this.memberId = memberId;
        this.settings = new PeerSettings(version, List.of(), Duration.ofSeconds(2));
        this.runtime = new PeerRuntime(
                loops,
                blocking,
                blocking,
                System::nanoTime,
                InstantSource.system(),
                LockSupport::parkNanos,
                tls,
                figures);
        this.transport = new HttpPeerTransport(settings, runtime, this);
    }

    static TestMember started(long memberId) {
        TestMember member = new TestMember(memberId, "3.7.1", null);
        member.listen("http://127.0.0.1:0");
        return member;
    }

    void listen(String url) {
        listener = PeerListener.start(url, transport, this, runtime);
    }

    void stopListening() {
        listener.close();
    }

    int port() {
        return listener.address().getPort();
    }

    String url() {
        return (runtime.tls() == null ? "http" : "https") + "://127.0.0.1:" + port();
    }

    static <T> T await(BlockingQueue<T> queue) throws InterruptedException {
        T found = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(found).as("something within %d s", PATIENCE_SECONDS).isNotNull();
        return found;
    }

    /** Sends until it arrives: messages may be lost while streams come up. */
    void sendUntilReceived(Message message, TestMember to) throws InterruptedException {
        for (int attempt = 0; attempt < 200; attempt++) {
            transport.send(List.of(message));
            if (to.received.poll(100, TimeUnit.MILLISECONDS) != null) {
                return;
            }
        }
        throw new AssertionError("nothing arrived of " + message);
    }

    @Override
    public void received(Message message) {
        received.add(message);
        onMessage.accept(message);
    }

    @Override
    public void receivedSnapshot(Message.Snap message, InputStream image) throws IOException {
        snapshots.add(message);
        try {
            images.add(readAtMost == Integer.MAX_VALUE ? image.readAllBytes() : image.readNBytes(readAtMost));
        } catch (IOException e) {
            failures.add(e.getMessage());
            throw e;
        }
        if (readAtMost != Integer.MAX_VALUE) {
            throw new IOException("disk full");
        }
    }

    @Override
    public void unreachable(long id) {
        unreachable.add(id);
    }

    @Override
    public void snapshotSent(long id, boolean success) {
        sentSnapshots.add(success);
    }

    @Override
    public boolean isRemoved(long id) {
        return removed.contains(id);
    }

    @Override
    public void removedByPeer(long fromId) {
        removals.add(fromId);
    }

    @Override
    public long clusterId() {
        return clusterId;
    }

    @Override
    public long memberId() {
        return memberId;
    }

    @Override
    public String membersJson() {
        return "[{\"id\":" + Long.toUnsignedString(memberId) + "}]";
    }

    @Override
    public VersionsAnswer versions() {
        return new VersionsAnswer(settings.serverVersion(), "3.7.0", null);
    }

    @Override
    public String promote(long id) {
        switch ((int) id) {
            case 1 -> throw EtcdError.MEMBER_NOT_FOUND.exception();
            case 2 -> throw EtcdError.MEMBER_NOT_LEARNER.exception();
            case 3 -> throw EtcdError.LEARNER_NOT_READY.exception();
            case 4 -> throw EtcdError.TIMEOUT.exception();
            case 5 -> throw EtcdError.MEMBER_NOT_ENOUGH_STARTED.exception();
            default -> {
                return membersJson();
            }
        }
    }

    @Override
    public HashKVResponse hashKv(long revision) {
        if (revision == 5) {
            throw EtcdError.COMPACTED.exception();
        }
        if (revision == 99) {
            throw EtcdError.FUTURE_REV.exception();
        }
        return HashKVResponse.newBuilder().setHash(-7).setHashRevision(revision).build();
    }

    @Override
    public long renewLease(long leaseId) {
        if (leaseId == 404) {
            throw EtcdError.LEASE_NOT_FOUND.exception();
        }
        if (leaseId == 408) {
            throw EtcdError.TIMEOUT.exception();
        }
        if (leaseId == 400) {
            throw EtcdError.NOT_PRIMARY_LESSOR.exception();
        }
        return 60;
    }

    @Override
    public LeaseTimeToLiveResponse leaseTimeToLive(long leaseId, boolean keys) {
        if (leaseId == 404) {
            throw EtcdError.LEASE_NOT_FOUND.exception();
        }
        return LeaseTimeToLiveResponse.newBuilder()
                .setID(leaseId)
                .setTTL(keys ? 1 : 2)
                .setGrantedTTL(3)
                .build();
    }

    @Override
    public boolean isDowngradeEnabled() {
        return true;
    }

    @Override
    public void close() {
        transport.close();
        if (listener != null) {
            listener.close();
        }
        blocking.shutdownNow();
        loops.close();
    }
}
