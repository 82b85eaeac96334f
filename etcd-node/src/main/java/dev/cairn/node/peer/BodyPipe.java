// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A request's body as a stream for a thread that may block. The connection pauses while enough is waiting, so memory
 * stays bounded however slow the reader is.
 */
final class BodyPipe extends InputStream {
    private static final int PAUSE_BYTES = 4 << 20;
    private static final int RESUME_BYTES = 1 << 20;

    private final Channel channel;
    private final Deque<ByteBuf> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private boolean paused;
    private boolean finished;
    private boolean closed;
    private IOException failure;

    BodyPipe(Channel channel) {
        this.channel = channel;
    }

    /** Takes the buffer over. On the connection's thread. */
    synchronized void offer(ByteBuf piece) {
        if (closed || !piece.isReadable()) {
            piece.release();
            return;
        }
        waiting.addLast(piece);
        waitingBytes += piece.readableBytes();
        if (!paused && waitingBytes > PAUSE_BYTES) {
            paused = true;
            channel.config().setAutoRead(false);
        }
        notifyAll();
    }

    /** That was all. */
    synchronized void finish() {
        finished = true;
        notifyAll();
    }

    /** It will never be all. */
    synchronized void fail(IOException cause) {
        if (!finished) {
            failure = cause;
        }
        notifyAll();
    }

    synchronized boolean isPaused() {
        return paused;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        awaitBytes();
        ByteBuf first = waiting.peekFirst();
        if (first == null) {
            return -1;
        }
        int count = Math.min(length, first.readableBytes());
        first.readBytes(into, offset, count);
        waitingBytes -= count;
        if (!first.isReadable()) {
            waiting.removeFirst().release();
        }
        if (paused && waitingBytes < RESUME_BYTES) {
            paused = false;
            channel.eventLoop().execute(() -> channel.config().setAutoRead(true));
        }
        return count;
    }

    private void awaitBytes() throws IOException {
        while (waiting.isEmpty() && !finished) {
            if (failure != null) {
                throw new IOException(failure.getMessage(), failure);
            }
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while receiving", e);
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        waiting.forEach(ByteBuf::release);
        waiting.clear();
        waitingBytes = 0;
        if (paused) {
            paused = false;
            channel.eventLoop().execute(() -> channel.config().setAutoRead(true));
        }
    }
}
