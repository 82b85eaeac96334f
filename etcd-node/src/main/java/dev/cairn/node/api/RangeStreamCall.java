// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import dev.cairn.node.api.budget.ClientAnswers;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Kv;
import dev.cairn.node.server.RangeChunks;
import dev.cairn.node.server.Reply;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.splice.Encoded;
import io.grpc.Metadata;
import io.grpc.Status;

/**
 * KV.RangeStream: a chunk is read when the client has taken the one before, so that a list of any size holds the memory
 * of one chunk, and a client that does not read holds it without costing anything else.
 */
final class RangeStreamCall extends OneRequestCall<RangeRequest> {
    private final Kv kv;
    private final Caller caller;
    private final ClientAnswers answers;
    private final SerializedCall<RangeRequest, Encoded> call;
    private RangeChunks chunks;
    private ClientAnswers.HeldAnswer held;
    private boolean reading;
    private boolean ended;

    RangeStreamCall(Kv kv, Caller caller, ClientAnswers answers, SerializedCall<RangeRequest, Encoded> call) {
        super(call);
        this.kv = kv;
        this.caller = caller;
        this.answers = answers;
        this.call = call;
        call.onReady(this::onReady);
    }

    @Override
    void asked(RangeRequest request) {
        kv.rangeStream(caller, request, new Reply<>() {
            @Override
            public void done(RangeChunks found) {
                begin(found);
            }

            @Override
            public Object client() {
                return answers;
            }

            @Override
            public void failed(RuntimeException error) {
                fail(error);
            }
        });
    }

    private synchronized void begin(RangeChunks found) {
        chunks = found;
        call.sendHeaders(new Metadata());
        next();
    }

    /** Goes on where the chunk before is with the socket and no other is being read. */
    private synchronized void next() {
        if (chunks == null || reading || ended || !call.isReady()) {
            return;
        }
        release();
        held = answers.answer();
        reading = true;
        chunks.next(new ChunkReply(held));
    }

    private synchronized void send(RangeChunks.Chunk chunk) {
        reading = false;
        if (ended) {
            return;
        }
        call.sendMessage(chunk.message());
        if (chunk.last()) {
            ended = true;
            call.close(Status.OK, new Metadata());
        } else {
            next();
        }
    }

    private synchronized void fail(RuntimeException error) {
        reading = false;
        if (!ended) {
            ended = true;
            call.close(ErrorStatus.of(error, "RangeStream", caller), new Metadata());
        }
    }

    @Override
    public void onReady() {
        next();
    }

    @Override
    public synchronized void onCancel() {
        ended = true;
        release();
    }

    @Override
    public synchronized void onComplete() {
        release();
    }

    private void release() {
        if (held != null) {
            held.close();
            held = null;
        }
    }

    private final class ChunkReply implements Reply<RangeChunks.Chunk> {
        private final ClientAnswers.HeldAnswer counted;

        ChunkReply(ClientAnswers.HeldAnswer counted) {
            this.counted = counted;
        }

        @Override
        public boolean hasRoomFor(long bytes) {
            return counted.tryTake(bytes);
        }

        @Override
        public Object client() {
            return answers;
        }

        @Override
        public void done(RangeChunks.Chunk chunk) {
            send(chunk);
        }

        @Override
        public void failed(RuntimeException error) {
            fail(error);
        }
    }
}
