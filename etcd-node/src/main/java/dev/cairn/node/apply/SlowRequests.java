// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.apply;

import com.google.protobuf.MessageLite;
import dev.cairn.node.figures.LogFields;
import dev.cairn.node.mvcc.read.RangeResult;
import dev.cairn.node.wire.RequestText;
import dev.cairn.node.wire.etcdserverpb.InternalRaftRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import dev.cairn.node.wire.splice.Encoded;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns, in etcd's words and fields, of each request that took longer to carry out than {@code --warning-apply-duration},
 * and counts it.
 */
public final class SlowRequests {
    private static final Logger LOG = LoggerFactory.getLogger(SlowRequests.class);

    private final long expectedNanos;
    private final LongAdder slow;

    public SlowRequests(long expectedNanos, LongAdder slow) {
        this.expectedNanos = expectedNanos;
        this.slow = slow;
    }

    /** Of the log; {@code answer} may be a refusal. */
    public void applied(InternalRaftRequest request, Object answer, long tookNanos) {
        if (tookNanos > expectedNanos) {
            warn(tookNanos, "", RequestText.of(request), answer);
        }
    }

    /** The last request of a batch stands for the batch's commit, unless it was slow by itself and is known. */
    public void committed(InternalRaftRequest request, Object answer, long ownNanos, long commitNanos) {
        if (ownNanos <= expectedNanos && ownNanos + commitNanos > expectedNanos) {
            warn(ownNanos + commitNanos, "", RequestText.of(request), answer);
        }
    }

    public void range(RangeRequest request, RangeResult result, long tookNanos) {
        if (tookNanos > expectedNanos) {
            long bytes = result.kvs().stream().mapToLong(kv -> kv.length).sum();
            String response = "range_response_count:" + result.kvs().size() + " size:" + bytes;
            warn(tookNanos, "read-only range ", RequestText.of(request), response);
        }
    }

    /** A transaction that only reads. */
    public void txn(TxnRequest request, Encoded answer, long tookNanos) {
        if (tookNanos > expectedNanos) {
            warn(tookNanos, "read-only txn ", RequestText.of(request), answer);
        }
    }

    private void warn(long tookNanos, String prefix, String request, Object answer) {
        LogFields fields = new LogFields()
                .duration("took", tookNanos)
                .duration("expected-duration", expectedNanos)
                .text("prefix", prefix)
                .text("request", request)
                .text("response", response(answer));
        if (answer instanceof RuntimeException error) {
            fields.text("error", error.getMessage());
        }
        LOG.warn("apply request took too long", fields);
        slow.increment();
    }

    private static String response(Object answer) {
        return switch (answer) {
            case Encoded encoded -> "size:" + encoded.sizeBytes();
            case MessageLite message -> "size:" + message.getSerializedSize();
            case String text -> text;
            case null, default -> "";
        };
    }
}
