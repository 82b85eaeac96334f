// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer;

import dev.cairn.node.peer.codec.StreamEncoder;
import dev.cairn.node.peer.codec.StreamKind;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.Message;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * What goes out to one peer on one kind of stream. Messages wait in a bounded queue; the connection's own thread encodes
 * all that wait into as few buffers as possible and flushes once. A new connection replaces the old one.
 */
final class StreamWriter {
    /** etcd's bound. */
    static final int MAX_QUEUED_MESSAGES = 4096;
    /** Ours besides: 4096 appends of a megabyte each would be too much. */
    static final long MAX_QUEUED_BYTES = 128L << 20;

    /** A third of what readers wait for before they give up. */
    static final long LINK_HEARTBEAT_MILLIS = 5_000 / 3;

    private static final int BATCH_BYTES = 256 << 10;
    private static final int MESSAGE_OVERHEAD_BYTES = 64;
    /** The heartbeats that a connection may owe before it counts as stuck: five seconds. */
    private static final int MAX_OWED_HEARTBEATS = 3;

    private final StreamKind kind;
    /** Told when a connection is lost, with whatever was on its way. */
    private final Runnable onLost;

    private final LongAdder sentBytes;

    private final Queue<Message> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queuedMessages = new AtomicInteger();
    private final AtomicLong queuedBytes = new AtomicLong();
    private volatile Connection current;

    StreamWriter(StreamKind kind, Runnable onLost, LongAdder sentBytes) {
        this.sentBytes = sentBytes;
        this.kind = kind;
        this.onLost = onLost;
    }

    boolean isUp() {
        return current != null;
    }

    /** False if there is no room; {@link #flush} afterwards, once for many. */
    boolean offer(Message message) {
        long bytes = sizeBytes(message);
        if (queuedMessages.get() >= MAX_QUEUED_MESSAGES || queuedBytes.get() + bytes > MAX_QUEUED_BYTES) {
            return false;
        }
        queuedMessages.incrementAndGet();
        queuedBytes.addAndGet(bytes);
        queue.add(message);
        return true;
    }

    void flush() {
        Connection connection = current;
        if (connection == null) {
            clear();
        } else if (!queue.isEmpty()) {
            connection.schedule();
        }
    }

    /** Takes over a connection whose response head is on its way. Called on its thread. */
    Connection attach(Channel channel) {
        Connection connection = new Connection(channel, kind.newEncoder());
        Connection old;
        synchronized (this) {
            old = current;
            current = connection;
        }
        if (old != null) {
            old.channel.close();
        }
        connection.start();
        return connection;
    }

    void close() {
        Connection connection = current;
        current = null;
        clear();
        if (connection != null) {
            connection.channel.close();
        }
    }

    private void clear() {
        while (poll() != null) {
            // What is not sent is lost: raft sends it again when it matters.
        }
    }

    private Message poll() {
        Message message = queue.poll();
        if (message != null) {
            queuedMessages.decrementAndGet();
            queuedBytes.addAndGet(-sizeBytes(message));
        }
        return message;
    }

    private static long sizeBytes(Message message) {
        long bytes = MESSAGE_OVERHEAD_BYTES;
        if (message instanceof Message.App app) {
            for (Entry entry : app.entries()) {
                bytes += MESSAGE_OVERHEAD_BYTES + entry.data().length;
            }
        } else if (message instanceof Message.Prop prop) {
            for (Entry entry : prop.entries()) {
                bytes += MESSAGE_OVERHEAD_BYTES + entry.data().length;
            }
        }
        return bytes;
    }

    /** One accepted connection; everything but {@link #schedule} runs on its thread. */
    final class Connection {
        private final Channel channel;
        private final StreamEncoder encoder;
        private final AtomicBoolean scheduled = new AtomicBoolean();
        private ScheduledFuture<?> heartbeats;
        private ChannelFuture lastHeartbeat;
        private int owedHeartbeats;

        private Connection(Channel channel, StreamEncoder encoder) {
            this.channel = channel;
            this.encoder = encoder;
        }

        private void start() {
            heartbeats = channel.eventLoop()
                    .scheduleAtFixedRate(
                            this::beat, LINK_HEARTBEAT_MILLIS, LINK_HEARTBEAT_MILLIS, TimeUnit.MILLISECONDS);
            drain();
        }

        private void schedule() {
            if (scheduled.compareAndSet(false, true)) {
                channel.eventLoop().execute(() -> {
                    scheduled.set(false);
                    drain();
                });
            }
        }

        /** Also called when the socket takes more again. */
        void drain() {
            if (current != this) {
                return;
            }
            boolean written = false;
            while (channel.isWritable()) {
                Message message = poll();
                if (message == null) {
                    break;
                }
                ByteBuf batch = channel.alloc().ioBuffer();
                encoder.encode(message, batch);
                while (batch.readableBytes() < BATCH_BYTES && (message = poll()) != null) {
                    encoder.encode(message, batch);
                }
                sentBytes.add(batch.readableBytes());
                channel.write(new DefaultHttpContent(batch), channel.voidPromise());
                written = true;
            }
            if (written) {
                channel.flush();
            }
        }

        private void beat() {
            owedHeartbeats = lastHeartbeat == null || lastHeartbeat.isDone() ? 0 : owedHeartbeats + 1;
            if (owedHeartbeats >= MAX_OWED_HEARTBEATS) {
                channel.close();
            }
            if (owedHeartbeats == 0) {
                ByteBuf beat = channel.alloc().ioBuffer();
                encoder.encodeLinkHeartbeat(beat);
                sentBytes.add(beat.readableBytes());
                lastHeartbeat = channel.writeAndFlush(new DefaultHttpContent(beat));
            }
        }

        /** The connection is gone. */
        void detached() {
            heartbeats.cancel(false);
            boolean mine;
            synchronized (StreamWriter.this) {
                mine = current == this;
                if (mine) {
                    current = null;
                }
            }
            if (mine) {
                clear();
                onLost.run();
            }
        }
    }
}
