// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server;

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

/** The maintenance service. */
public interface Maintenance {
    void alarm(Caller caller, AlarmRequest request, Reply<AlarmResponse> reply);

    void status(Caller caller, Reply<StatusResponse> reply);

    void defragment(Caller caller, Reply<DefragmentResponse> reply);

    void hash(Caller caller, Reply<HashResponse> reply);

    void hashKv(Caller caller, HashKVRequest request, Reply<HashKVResponse> reply);

    /** Whether the cluster may be taken to a lower version; to do so, or not any more. */
    void downgrade(Caller caller, DowngradeRequest request, Reply<DowngradeResponse> reply);

    void moveLeader(Caller caller, MoveLeaderRequest request, Reply<MoveLeaderResponse> reply);

    /** An image of the store as of now; writes go on while it is read. The caller closes it. */
    DbSnapshot snapshot(Caller caller);

    /** etcd's bbolt image of one point in time. */
    interface DbSnapshot extends AutoCloseable {
        long sizeBytes();

        /** The storage version text, or empty. */
        String version();

        /** Blocks while the stream does; exactly {@link #sizeBytes} bytes. */
        void writeTo(OutputStream out) throws IOException;

        @Override
        void close();
    }
}
