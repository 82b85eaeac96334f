// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.codec.MessageCodec;
import dev.cairn.node.peer.net.PeerPortException;
import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.Message;
import dev.cairn.node.raft.Snapshot;
import dev.cairn.node.raft.SnapshotMetadata;
import dev.cairn.node.server.Maintenance;
import dev.cairn.node.testkit.Eventually;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpPeerTransportTest {
    private static final long A = 0x8e9e05c52164694dL;
    private static final long B = 0x0b1e05c521646942L;

    private TestMember a;
    private TestMember b;

    @BeforeEach
    void start() {
        a = TestMember.started(A);
        b = TestMember.started(B);
    }

    @AfterEach
    void stop() {
        a.close();
        b.close();
    }

    private void connect() throws InterruptedException {
        a.transport.addPeer(B, List.of(b.url()));
        b.transport.addPeer(A, List.of(a.url()));
        a.sendUntilReceived(new Message.TimeoutNow(B, A, 1), b);
        b.sendUntilReceived(new Message.TimeoutNow(A, B, 1), a);
        awaitStreams(a, B);
        awaitStreams(b, A);
        a.received.clear();
        b.received.clear();
    }

    private static void awaitStreams(TestMember member, long peer) throws InterruptedException {
        CountDownLatch up = new CountDownLatch(1);
        Runnable check = new Runnable() {
            @Override
            public void run() {
                boolean all = true;
                for (var kind : dev.cairn.node.peer.codec.StreamKind.values()) {
                    all &= member.transport.member(peer).writer(kind).isUp();
                }
                if (all) {
                    up.countDown();
                } else {
                    member.loops.next().schedule(this, 10, TimeUnit.MILLISECONDS);
                }
            }
        };
        member.loops.next().execute(check);
        assertThat(up.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private static Message.App app(long index, int entries, int bytes) {
        List<Entry> all = new ArrayList<>();
        for (int i = 1; i <= entries; i++) {
            byte[] data = new byte[bytes];
            new Random(index + i).nextBytes(data);
            all.add(Entry.normal(2, index + i, data));
        }
        return new Message.App(B, A, 2, 2, index, all, index);
    }

    /** By their bytes: a comparison field by field of megabytes needs gigabytes. */
    private static void assertSame(Message actual, Message expected) {
        assertThat(Arrays.equals(MessageCodec.encode(actual), MessageCodec.encode(expected)))
                .isTrue();
    }

    @Test
    void whatPassesIsCounted() throws Exception {
        connect();
        String toB = Long.toHexString(B);
        String fromA = Long.toHexString(A);
        a.transport.send(List.of(app(0, 3, 1_000)));
        TestMember.await(b.received);
        assertThat(a.figures.active().of(toB).sum()).isEqualTo(1);
        assertThat(a.figures.sentBytes().of(toB).sum()).isGreaterThan(3_000);
        assertThat(b.figures.receivedBytes().of(fromA).sum()).isGreaterThan(3_000);
        Eventually.within(
                20, "a round trip", () -> a.figures.roundTrips().of(toB).read().count() > 0);
        assertThat(a.figures.disconnected().of(toB).sum()).isZero();
        b.close();
        Eventually.within(20, "the end", () -> a.figures.active().of(toB).sum() == 0);
        assertThat(a.figures.disconnected().of(toB).sum()).isEqualTo(1);
    }

    @Test
    void messagesArriveInOrderAndUnchanged() throws Exception {
        connect();
        List<Message> appends = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            appends.add(app(i * 3L, 3, 100));
        }
        for (int i = 0; i < 500; i += 10) {
            a.transport.send(appends.subList(i, i + 10));
        }
        for (Message expected : appends) {
            assertSame(TestMember.await(b.received), expected);
        }
        Message heartbeat = new Message.Heartbeat(B, A, 2, 1500, new byte[] {1, 2, 3});
        a.transport.send(List.of(heartbeat));
        assertThat(TestMember.await(b.received)).usingRecursiveComparison().isEqualTo(heartbeat);
        assertThat(a.transport.activeSinceNanos(B)).isNotZero();
        assertThat(a.transport.activeSinceNanos(99)).isZero();
    }

    @Test
    void entriesOfManyMegabytesArrive() throws Exception {
        connect();
        List<Message> appends = List.of(app(0, 2, 9_000_000), app(2, 1, 10), app(3, 1, 3_000_000));
        a.transport.send(appends);
        for (Message expected : appends) {
            assertSame(TestMember.await(b.received), expected);
        }
    }

    @Test
    void streamsComeBackAfterTheOtherSideWasAway() throws Exception {
        connect();
        int port = b.port();
        b.transport.removePeer(A);
        b.stopListening();
        assertThat(TestMember.await(a.unreachable)).isEqualTo(B);
        b.listen("http://127.0.0.1:" + port);
        connect();
    }

    @Test
    void whatDoesNotFitIsDroppedAndReported() {
        int closed = b.port();
        b.stopListening();
        a.transport.addPeer(B, List.of("http://127.0.0.1:" + closed));
        List<Message> many = new ArrayList<>();
        for (int i = 0; i < Pipeline.MAX_QUEUED_MESSAGES + Pipeline.MAX_UNDER_WAY + 10; i++) {
            many.add(new Message.TimeoutNow(B, A, i));
        }
        a.transport.send(many);
        assertThat(a.unreachable).isNotEmpty().containsOnly(B);
    }

    @Test
    void aFullStreamQueueTakesNoMore() {
        StreamWriter writer =
                new StreamWriter(dev.cairn.node.peer.codec.StreamKind.MESSAGE, () -> a.unreachable(B), new LongAdder());
        for (int i = 0; i < StreamWriter.MAX_QUEUED_MESSAGES; i++) {
            assertThat(writer.offer(new Message.TimeoutNow(B, A, i))).isTrue();
        }
        assertThat(writer.offer(new Message.TimeoutNow(B, A, 1))).isFalse();
        writer.flush();
        assertThat(writer.offer(app(0, 1, (int) (StreamWriter.MAX_QUEUED_BYTES - 1000))))
                .isTrue();
        assertThat(writer.offer(app(1, 1, 2000))).isFalse();
    }

    @Test
    void whoeverIsNotAMemberHereIsAnsweredByThePipeline() throws Exception {
        TestMember c = new TestMember(0xcL, "3.7.1", null);
        try (c) {
            c.listen("http://127.0.0.1:0");
            HttpPeerTransport sender = new HttpPeerTransport(
                    new dev.cairn.node.peer.net.PeerSettings(
                            "3.7.1", List.of(c.url()), java.time.Duration.ofSeconds(2)),
                    c.runtime,
                    c);
            sender.addPeer(A, List.of(a.url()));
            sender.send(List.of(new Message.TimeoutNow(A, 0xc, 7)));
            assertThat(TestMember.await(a.received).from()).isEqualTo(0xc);
            a.transport.send(List.of(new Message.AppResp(0xc, A, 7, 0, true, 0, 0)));
            assertThat(TestMember.await(c.received).from()).isEqualTo(A);
            List<String> named = new ArrayList<>();
            a.figures.sentBytes().forEach((values, bytes) -> named.addAll(values));
            a.figures.receivedBytes().forEach((values, bytes) -> named.addAll(values));
            assertThat(named).doesNotContain("c");
            sender.close();
        }
    }

    @Test
    void aRemovedMemberIsTold() throws Exception {
        connect();
        b.removed.add(A);
        b.transport.removePeer(A);
        assertThat(TestMember.await(a.removals)).isEqualTo(B);
    }

    @Test
    void anotherClustersMemberIsNotHeard() throws Exception {
        b.clusterId = 5;
        a.transport.addPeer(B, List.of(b.url()));
        b.transport.addPeer(A, List.of(a.url()));
        a.transport.send(List.of(new Message.TimeoutNow(B, A, 1)));
        assertThat(TestMember.await(a.unreachable)).isEqualTo(B);
        assertThat(b.received).isEmpty();
        assertThat(a.removals).isEmpty();
    }

    @Test
    void aMessageForSomebodyElseIsRefusedWithoutHarm() throws Exception {
        a.transport.addPeer(0x77, List.of(b.url()));
        a.transport.send(List.of(new Message.TimeoutNow(0x77, A, 1)));
        assertThat(TestMember.await(a.unreachable)).isEqualTo(0x77);
        assertThat(b.received).isEmpty();
        assertThat(a.removals).isEmpty();
    }

    @Test
    void aListenUrlInUseIsNamed() {
        assertThatThrownBy(() -> TestMember.started(9).listen(a.url()))
                .isInstanceOf(PeerPortException.class)
                .hasMessageContaining(a.url());
        assertThatThrownBy(() -> a.listen("ftp://x:1"))
                .isInstanceOf(PeerPortException.class)
                .hasMessageContaining("ftp://x:1");
    }

    private static Message.Snap snap() {
        return new Message.Snap(
                B, A, 3, new Snapshot(new SnapshotMetadata(ConfState.ofVoters(List.of(A)), 100, 3), new byte[] {1, 2}));
    }

    /** An image of random bytes that can stop half way. */
    private record Image(byte[] bytes, int breakAt, CountDownLatch closed) implements Maintenance.DbSnapshot {
        @Override
        public long sizeBytes() {
            return bytes.length;
        }

        @Override
        public String version() {
            return "";
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(bytes, 0, breakAt);
            if (breakAt < bytes.length) {
                throw new IOException("image broke");
            }
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    private static byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        new Random(3).nextBytes(bytes);
        return bytes;
    }

    @Test
    void aSnapshotArrivesWithItsImage() throws Exception {
        a.transport.addPeer(B, List.of(b.url()));
        byte[] bytes = randomBytes(20_000_000);
        Image image = new Image(bytes, bytes.length, new CountDownLatch(1));
        a.transport.sendSnapshot(snap(), image);
        assertThat(TestMember.await(a.sentSnapshots)).isTrue();
        assertThat(TestMember.await(b.snapshots)).usingRecursiveComparison().isEqualTo(snap());
        assertThat(a.figures.sentImages().successes().of(Long.toHexString(B)).sum())
                .isEqualTo(1);
        assertThat(TestMember.await(b.images)).isEqualTo(bytes);
        assertThat(image.closed().await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aSnapshotThatBreaksOffIsNoSnapshot() throws Exception {
        a.transport.addPeer(B, List.of(b.url()));
        byte[] bytes = randomBytes(5_000_000);
        a.transport.sendSnapshot(snap(), new Image(bytes, 3_000_000, new CountDownLatch(1)));
        assertThat(TestMember.await(a.sentSnapshots)).isFalse();
        assertThat(a.figures.sentImages().failures().of(Long.toHexString(B)).sum())
                .isEqualTo(1);
        assertThat(TestMember.await(b.failures)).contains("closed the connection");
        assertThat(b.images).isEmpty();
    }

    @Test
    void aReceiverThatCannotSaveSaysSo() throws Exception {
        b.readAtMost = 1000;
        a.transport.addPeer(B, List.of(b.url()));
        byte[] bytes = randomBytes(30_000_000);
        Image image = new Image(bytes, bytes.length, new CountDownLatch(1));
        a.transport.sendSnapshot(snap(), image);
        assertThat(TestMember.await(a.sentSnapshots)).isFalse();
        assertThat(TestMember.await(a.unreachable)).isEqualTo(B);
        assertThat(image.closed().await(20, TimeUnit.SECONDS)).isTrue();
    }
}
