// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Reply;
import dev.cairn.node.testkit.Eventually;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.KVGrpc;
import dev.cairn.node.wire.etcdserverpb.MaintenanceGrpc;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.SnapshotRequest;
import dev.cairn.node.wire.etcdserverpb.SnapshotResponse;
import dev.cairn.node.wire.etcdserverpb.StatusRequest;
import dev.cairn.node.wire.etcdserverpb.WatchResponse;
import dev.cairn.node.wire.splice.Encoded;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Watch and snapshot streams: flow control, leaders, learners. */
class StreamsTest {
    private ApiFixture api;

    @BeforeEach
    void serve() {
        api = ApiFixture.plain();
    }

    @AfterEach
    void stop() throws Exception {
        api.close();
    }

    @Test
    void eventsFromManyThreadsArriveInRevisionOrder() throws Exception {
        WatchClient watch = WatchClient.open(api.channel(), false);
        watch.create("k", 0);
        assertThat(watch.next().getCreated()).isTrue();
        List<Thread> writers = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
            writers.add(Thread.ofVirtual().start(() -> put(250, 100)));
        }
        long last = 1;
        while (last < 1001) {
            WatchResponse response = watch.next();
            for (var event : response.getEventsList()) {
                assertThat(event.getKv().getModRevision()).isEqualTo(++last);
            }
        }
        for (Thread writer : writers) {
            writer.join();
        }
    }

    @Test
    void streamThatNobodyReadsHoldsUpNeitherWritersNorOtherStreams() throws Exception {
        WatchClient slow = WatchClient.open(api.channel(), false);
        slow.create("k", 0);
        assertThat(slow.next().getCreated()).isTrue();
        WatchClient quick = WatchClient.open(api.channel(), false);
        quick.create("k", 0);
        assertThat(quick.next().getCreated()).isTrue();
        // More than the client's window and gRPC's buffers take.
        Thread writer = Thread.ofVirtual().start(() -> put(400, 64 * 1024));
        assertThat(readRevisions(quick, 400)).isEqualTo(401);
        writer.join();
        assertThat(readRevisions(slow, 400)).isEqualTo(401);
    }

    private static long readRevisions(WatchClient watch, int count) throws InterruptedException {
        long last = 1;
        for (int seen = 0; seen < count; ) {
            WatchResponse response = watch.next();
            seen += response.getEventsCount();
            last = response.getEvents(response.getEventsCount() - 1).getKv().getModRevision();
        }
        return last;
    }

    @Test
    void watchOutlivesItsRequestsAndEndsWithTheCall() throws Exception {
        WatchClient watch = WatchClient.open(api.channel(), false);
        watch.create("k", 0);
        watch.halfClose();
        assertThat(watch.next().getCreated()).isTrue();
        put(1, 1);
        assertThat(watch.next().getEventsCount()).isEqualTo(1);
        watch.cancel();
        Eventually.within(20, "in time", () -> api.member.watches.open.get() == 0);
    }

    @Test
    void clientsThatWantALeaderAreRefusedWithoutOne() throws Exception {
        api.member.health.leader = false;
        WatchClient watch = WatchClient.open(api.channel(), true);
        assertNoLeader(watch.end());
        Metadata headers = new Metadata();
        headers.put(CallGuard.HAS_LEADER, "true");
        assertNoLeader(catchThrowable(() -> KVGrpc.newBlockingStub(api.channel())
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .range(RangeRequest.newBuilder().setKey(key()).build())));
        // Who does not ask is served.
        KVGrpc.newBlockingStub(api.channel())
                .range(RangeRequest.newBuilder().setKey(key()).build());
    }

    @Test
    void streamsThatWantALeaderEndAfterThreeElectionTimeoutsWithoutOne() throws Exception {
        WatchClient wanting = WatchClient.open(api.channel(), true);
        WatchClient patient = WatchClient.open(api.channel(), false);
        for (WatchClient each : List.of(wanting, patient)) {
            each.create("k", 0);
            assertThat(each.next().getCreated()).isTrue();
        }
        api.member.health.leader = false;
        tick(3 * ApiFixture.ELECTION_TICKS - 1);
        api.member.health.leader = true;
        tick(1);
        api.member.health.leader = false;
        tick(3 * ApiFixture.ELECTION_TICKS - 1);
        put(1, 1);
        assertThat(wanting.next().getEventsCount()).isEqualTo(1);
        tick(1);
        assertNoLeader(wanting.end());
        assertThat(patient.next().getEventsCount()).isEqualTo(1);
    }

    @Test
    void learnerServesStatusSerializableRangeAndSnapshotOnly() throws Exception {
        api.member.health.learner = true;
        var kv = KVGrpc.newBlockingStub(api.channel());
        kv.range(RangeRequest.newBuilder().setKey(key()).setSerializable(true).build());
        MaintenanceGrpc.newBlockingStub(api.channel()).status(StatusRequest.getDefaultInstance());
        assertThat(MaintenanceGrpc.newBlockingStub(api.channel())
                        .snapshot(SnapshotRequest.getDefaultInstance())
                        .hasNext())
                .isTrue();
        assertLearner(catchThrowable(
                () -> kv.range(RangeRequest.newBuilder().setKey(key()).build())));
        assertLearner(catchThrowable(
                () -> kv.put(PutRequest.newBuilder().setKey(key()).build())));
        assertLearner(WatchClient.open(api.channel(), false).end());
    }

    @Test
    void snapshotComesInPiecesWithItsDigestLast() throws Exception {
        Iterator<SnapshotResponse> pieces =
                MaintenanceGrpc.newBlockingStub(api.channel()).snapshot(SnapshotRequest.getDefaultInstance());
        byte[] image = api.member.maintenance.image();
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        while (got.size() < image.length) {
            SnapshotResponse piece = pieces.next();
            got.write(piece.getBlob().toByteArray());
            assertThat(piece.getBlob().size()).isLessThanOrEqualTo(32 * 1024);
            assertThat(piece.getRemainingBytes()).isEqualTo(image.length - got.size());
            assertThat(piece.getVersion()).isEqualTo("3.7.0");
        }
        assertThat(got.toByteArray()).isEqualTo(image);
        SnapshotResponse last = pieces.next();
        assertThat(last.getBlob().toByteArray())
                .isEqualTo(MessageDigest.getInstance("SHA-256").digest(image));
        assertThat(pieces.hasNext()).isFalse();
        Eventually.within(20, "in time", api.member.maintenance.imageClosed::get);
    }

    @Test
    void snapshotThatNobodyReadsWaitsAndEndsWithItsClient() throws Exception {
        api.member.maintenance.imageBytes = 64 * 1024 * 1024;
        ClientCall<SnapshotRequest, SnapshotResponse> call =
                api.channel().newCall(MaintenanceGrpc.getSnapshotMethod(), CallOptions.DEFAULT);
        call.start(new ClientCall.Listener<>() {}, new Metadata());
        call.sendMessage(SnapshotRequest.getDefaultInstance());
        call.halfClose();
        call.request(1);
        Eventually.within(20, "in time", () -> api.member.maintenance.imageBytesWritten.get() > 0);
        call.cancel("the test is done", null);
        Eventually.within(20, "in time", api.member.maintenance.imageClosed::get);
        assertThat(api.member.maintenance.imageBytesWritten.get()).isLessThan(32 * 1024 * 1024);
    }

    private void put(int times, int valueBytes) {
        for (int i = 0; i < times; i++) {
            api.member.kv.put(
                    Caller.ANONYMOUS,
                    PutRequest.newBuilder()
                            .setKey(key())
                            .setValue(ByteString.copyFrom(new byte[valueBytes]))
                            .build(),
                    new Reply<Encoded>() {
                        @Override
                        public void done(Encoded answer) {
                            // The watchers tell.
                        }

                        @Override
                        public void failed(RuntimeException error) {
                            throw error;
                        }
                    });
        }
    }

    private void tick(int times) {
        for (int i = 0; i < times; i++) {
            api.server.onTick();
        }
    }

    private static ByteString key() {
        return ByteString.copyFromUtf8("k");
    }

    private static void assertNoLeader(Throwable error) {
        Status status = Status.fromThrowable(error);
        assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(status.getDescription()).isEqualTo("etcdserver: no leader");
    }

    private static void assertLearner(Throwable error) {
        assertThat(Status.fromThrowable(error).getDescription()).isEqualTo(EtcdError.NOT_SUPPORTED_FOR_LEARNER.text());
    }
}
