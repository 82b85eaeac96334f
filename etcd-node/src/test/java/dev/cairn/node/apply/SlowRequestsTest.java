// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.cairn.node.mvcc.read.RangeResult;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.InternalRaftRequest;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** etcd's warning of slow requests: its words, and counted. */
class SlowRequestsTest {
    private static final long EXPECTED = 100_000_000;

    private static final InternalRaftRequest PUT = InternalRaftRequest.newBuilder()
            .setPut(PutRequest.newBuilder().setKey(ByteString.copyFromUtf8("k")))
            .build();

    private final LongAdder count = new LongAdder();
    private final SlowRequests slow = new SlowRequests(EXPECTED, count);
    private final List<String> lines = new ArrayList<>();
    private final Handler collector = new Handler() {
        @Override
        public void publish(LogRecord record) {
            lines.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        Logger.getLogger(SlowRequests.class.getName()).addHandler(collector);
    }

    @AfterEach
    void stopListening() {
        Logger.getLogger(SlowRequests.class.getName()).removeHandler(collector);
    }

    @Test
    void whatIsInTimeIsNotTold() {
        slow.applied(PUT, null, EXPECTED);
        slow.committed(PUT, null, EXPECTED / 2, EXPECTED / 2);
        assertThat(lines).isEmpty();
        assertThat(count.sum()).isZero();
    }

    @Test
    void whatIsNotIsToldInEtcdsWords() {
        slow.applied(PUT, EtcdError.NO_SPACE.exception(), EXPECTED + 1);
        slow.range(RangeRequest.getDefaultInstance(), new RangeResult(1, List.of(), false, 0), EXPECTED + 1);
        assertThat(lines).containsExactly("apply request took too long", "apply request took too long");
        assertThat(count.sum()).isEqualTo(2);
    }

    @Test
    void aSlowCommitIsToldOnceForItsBatch() {
        slow.committed(PUT, null, 0, EXPECTED + 1);
        slow.applied(PUT, null, 2 * EXPECTED);
        slow.committed(PUT, null, 2 * EXPECTED, EXPECTED + 1);
        assertThat(count.sum()).isEqualTo(2);
    }
}
