// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.small;

import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Maintenance;
import dev.cairn.node.server.Reply;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.AlarmRequest;
import dev.cairn.node.wire.etcdserverpb.AlarmResponse;
import dev.cairn.node.wire.etcdserverpb.DefragmentResponse;
import dev.cairn.node.wire.etcdserverpb.DowngradeRequest;
import dev.cairn.node.wire.etcdserverpb.DowngradeResponse;
import dev.cairn.node.wire.etcdserverpb.HashKVRequest;
import dev.cairn.node.wire.etcdserverpb.HashKVResponse;
import dev.cairn.node.wire.etcdserverpb.HashResponse;
import dev.cairn.node.wire.etcdserverpb.MoveLeaderRequest;
import dev.cairn.node.wire.etcdserverpb.MoveLeaderResponse;
import dev.cairn.node.wire.etcdserverpb.StatusResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Enough for etcdctl's maintenance commands; the image is bytes from a seed. */
public final class SmallMaintenance implements Maintenance {
    public volatile int imageBytes = 3 * 512 * 1000;
    public final AtomicLong imageBytesWritten = new AtomicLong();
    public final AtomicBoolean imageClosed = new AtomicBoolean();

    private final SmallStore store;
    private final SmallHealth health;

    SmallMaintenance(SmallStore store, SmallHealth health) {
        this.store = store;
        this.health = health;
    }

    /** The image's bytes, for comparison. */
    public byte[] image() {
        byte[] image = new byte[imageBytes];
        new Random(42).nextBytes(image);
        return image;
    }

    @Override
    public void alarm(Caller caller, AlarmRequest request, Reply<AlarmResponse> reply) {
        reply.done(AlarmResponse.newBuilder()
                .setHeader(store.header())
                .addAllAlarms(health.alarms)
                .build());
    }

    @Override
    public void status(Caller caller, Reply<StatusResponse> reply) {
        reply.done(StatusResponse.newBuilder()
                .setHeader(store.header())
                .setVersion(health.serverVersion())
                .setStorageVersion(health.storageVersion())
                .setDbSize(20_480)
                .setDbSizeInUse(16_384)
                .setDbSizeQuota(2_147_483_648L)
                .setLeader(SmallStore.MEMBER_ID)
                .setRaftIndex(5)
                .setRaftTerm(2)
                .setRaftAppliedIndex(5)
                .setIsLearner(health.learner)
                .build());
    }

    @Override
    public void defragment(Caller caller, Reply<DefragmentResponse> reply) {
        reply.done(DefragmentResponse.getDefaultInstance());
    }

    @Override
    public void hash(Caller caller, Reply<HashResponse> reply) {
        reply.done(HashResponse.newBuilder()
                .setHeader(store.header())
                .setHash(0xfedcba98)
                .build());
    }

    @Override
    public void hashKv(Caller caller, HashKVRequest request, Reply<HashKVResponse> reply) {
        reply.done(HashKVResponse.newBuilder()
                .setHeader(store.header())
                .setHash(0x1234)
                .setHashRevision(store.revision)
                .build());
    }

    @Override
    public void downgrade(Caller caller, DowngradeRequest request, Reply<DowngradeResponse> reply) {
        reply.done(DowngradeResponse.newBuilder()
                .setHeader(store.header())
                .setVersion("3.7")
                .build());
    }

    @Override
    public void moveLeader(Caller caller, MoveLeaderRequest request, Reply<MoveLeaderResponse> reply) {
        reply.failed(EtcdError.BAD_LEADER_TRANSFEREE.exception());
    }

    @Override
    public DbSnapshot snapshot(Caller caller) {
        byte[] image = image();
        return new DbSnapshot() {
            @Override
            public long sizeBytes() {
                return image.length;
            }

            @Override
            public String version() {
                return "3.7.0";
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                for (int at = 0; at < image.length; at += 10_000) {
                    int some = Math.min(10_000, image.length - at);
                    out.write(image, at, some);
                    imageBytesWritten.addAndGet(some);
                }
            }

            @Override
            public void close() {
                imageClosed.set(true);
            }
        };
    }
}
