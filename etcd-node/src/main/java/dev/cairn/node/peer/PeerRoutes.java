// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer;

import dev.cairn.node.codec.MessageCodec;
import dev.cairn.node.peer.codec.PeerJson;
import dev.cairn.node.peer.codec.StreamKind;
import dev.cairn.node.peer.net.Handshake;
import dev.cairn.node.peer.net.PeerRuntime;
import dev.cairn.node.raft.Message;
import dev.cairn.node.server.PeerEvents;
import dev.cairn.node.server.PeerRequests;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is behind each path of the peer port, with etcd's checks in etcd's order. */
final class PeerRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(PeerRoutes.class);
    private static final String STREAM_PREFIX = "/raft/stream/";
    private static final String SNAPSHOT_PATH = "/raft/snapshot";
    /** etcd writes the address and port of the connection here, a name without end. */
    private static final String UNKNOWN_SENDER = "unknown";

    private static final int MAX_RAFT_BODY_BYTES = 512 << 20;
    private static final int MAX_OTHER_BODY_BYTES = 64 << 10;
    /** As etcd 3.7: the message before the image, whose blob lists the members. */
    private static final int MAX_SNAPSHOT_HEAD_BYTES = 64 << 20;

    private final HttpPeerTransport transport;
    private final PeerEvents events;
    private final PeerRuntime runtime;
    private final MemberRoutes members;

    PeerRoutes(HttpPeerTransport transport, PeerRequests requests, PeerRuntime runtime) {
        this.transport = transport;
        this.events = transport.events();
        this.runtime = runtime;
        this.members = new MemberRoutes(events, requests);
    }

    Handshake handshake() {
        return transport.handshake();
    }

    static int maxBodyBytes(HttpRequest request) {
        return path(request).equals("/raft") ? MAX_RAFT_BODY_BYTES : MAX_OTHER_BODY_BYTES;
    }

    static String path(HttpRequest request) {
        String uri = request.uri();
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    // ---- streams

    /** Null if no stream is asked for. */
    static StreamKind streamKind(HttpRequest request) {
        String path = path(request);
        for (StreamKind kind : StreamKind.values()) {
            if (path.startsWith(STREAM_PREFIX + kind.pathElement() + "/")) {
                return kind;
            }
        }
        return null;
    }

    /** Null if the stream can start. */
    Handshake.Refusal checkStream(HttpRequest request, StreamKind kind) {
        if (!request.method().equals(HttpMethod.GET)) {
            return new Handshake.Refusal(HttpResponseStatus.METHOD_NOT_ALLOWED, "Method Not Allowed");
        }
        Handshake.Refusal refusal = handshake().check(request.headers());
        if (refusal != null) {
            return refusal;
        }
        OptionalLong from = streamFrom(request, kind);
        if (from.isEmpty()) {
            return new Handshake.Refusal(HttpResponseStatus.NOT_FOUND, "invalid from");
        }
        if (events.isRemoved(from.getAsLong())) {
            return new Handshake.Refusal(HttpResponseStatus.GONE, "removed member");
        }
        if (transport.member(from.getAsLong()) == null) {
            transport.addRemote(from.getAsLong(), Handshake.peerUrls(request.headers()));
            return new Handshake.Refusal(HttpResponseStatus.NOT_FOUND, "error sender not found");
        }
        return handshake().checkTo(request.headers());
    }

    /** After {@link #checkStream} has passed. */
    StreamWriter writer(HttpRequest request, StreamKind kind) {
        return transport.member(streamFrom(request, kind).getAsLong()).writer(kind);
    }

    private static OptionalLong streamFrom(HttpRequest request, StreamKind kind) {
        return Handshake.parseId(path(request)
                .substring(STREAM_PREFIX.length() + kind.pathElement().length() + 1));
    }

    // ---- snapshots

    boolean isSnapshot(HttpRequest request) {
        return path(request).equals(SNAPSHOT_PATH);
    }

    Handshake.Refusal checkSnapshot(HttpRequest request) {
        return checkPost(request);
    }

    /** Answers when the image is saved and raft has the message, on a thread that may block. */
    void receiveSnapshot(HttpRequest request, BodyPipe body, Consumer<Answer> whenDone) {
        execute(runtime.bulk(), whenDone, () -> {
            try (body) {
                return receiveSnapshot(request, body);
            }
        });
    }

    private Answer receiveSnapshot(HttpRequest request, InputStream body) throws IOException {
        DataInputStream in = new DataInputStream(body);
        Message.Snap snap;
        try {
            long length = in.readLong();
            if (length < 0 || length > MAX_SNAPSHOT_HEAD_BYTES) {
                return Answer.text(HttpResponseStatus.BAD_REQUEST, "snapshot message of " + length + " bytes");
            }
            byte[] head = in.readNBytes((int) length);
            if (head.length < length || !(MessageCodec.decode(head) instanceof Message.Snap decoded)) {
                return Answer.text(HttpResponseStatus.BAD_REQUEST, "wrong raft message type");
            }
            snap = decoded;
        } catch (IOException e) {
            return Answer.text(HttpResponseStatus.BAD_REQUEST, "error decoding raft message: " + e.getMessage());
        }
        if (events.isRemoved(snap.from())) {
            return removed();
        }
        if (snap.to() != events.memberId()) {
            return Answer.text(HttpResponseStatus.PRECONDITION_FAILED, "to field mismatch");
        }
        String from = nameOf(snap.from());
        try (ImageTransfer transfer =
                new ImageTransfer(runtime.figures().receivedImages(), from, runtime.nanoClock())) {
            events.receivedSnapshot(
                    snap,
                    new CountedInput(body, runtime.figures().receivedBytes().of(from)));
            transfer.succeeded();
        }
        return Answer.NO_CONTENT;
    }

    // ---- whole requests

    void serve(HttpRequest request, byte[] body, Consumer<Answer> whenDone) {
        switch (path(request)) {
            case "/raft" -> whenDone.accept(raft(request, body));
            case "/raft/probing" ->
                whenDone.accept(Answer.json(
                        HttpResponseStatus.OK,
                        PeerJson.probe(runtime.wallClock().instant())));
            default -> execute(runtime.blocking(), whenDone, () -> members.serve(request, path(request), body));
        }
    }

    private Answer raft(HttpRequest request, byte[] body) {
        Handshake.Refusal refusal = checkPost(request);
        if (refusal != null) {
            return Answer.refusal(refusal);
        }
        Message message;
        try {
            message = MessageCodec.decode(body);
        } catch (IOException e) {
            runtime.figures().receivedFailures().of(UNKNOWN_SENDER).increment();
            return Answer.text(HttpResponseStatus.BAD_REQUEST, "error unmarshalling raft message");
        }
        if (events.isRemoved(message.from())) {
            return removed();
        }
        if (message.to() != events.memberId()) {
            // etcd answers 403, which the sender takes for its own removal and stops: too harsh for a stale address.
            return Answer.text(HttpResponseStatus.PRECONDITION_FAILED, "to field mismatch");
        }
        if (message instanceof Message.Snap) {
            return Answer.text(HttpResponseStatus.BAD_REQUEST, "a snapshot comes with its image");
        }
        runtime.figures().receivedBytes().of(nameOf(message.from())).add(body.length);
        events.received(message);
        return Answer.NO_CONTENT;
    }

    /** Who is no member here does not get to name a figure. */
    private String nameOf(long sender) {
        return transport.member(sender) == null ? UNKNOWN_SENDER : Long.toHexString(sender);
    }

    private Handshake.Refusal checkPost(HttpRequest request) {
        if (!request.method().equals(HttpMethod.POST)) {
            return new Handshake.Refusal(HttpResponseStatus.METHOD_NOT_ALLOWED, "Method Not Allowed");
        }
        Handshake.Refusal refusal = handshake().check(request.headers());
        OptionalLong from = Handshake.from(request.headers());
        if (refusal == null && from.isPresent()) {
            transport.addRemote(from.getAsLong(), Handshake.peerUrls(request.headers()));
        }
        return refusal;
    }

    private static Answer removed() {
        return Answer.json(
                HttpResponseStatus.FORBIDDEN, PeerJson.message("cannot process message from removed member"));
    }

    private interface Work {
        Answer run() throws IOException;
    }

    private void execute(Executor threads, Consumer<Answer> whenDone, Work work) {
        try {
            threads.execute(() -> {
                Answer answer;
                try {
                    answer = work.run();
                } catch (IOException | RuntimeException e) {
                    LOG.warn("a request of another member failed", e);
                    answer = Answer.text(HttpResponseStatus.INTERNAL_SERVER_ERROR, String.valueOf(e.getMessage()));
                }
                whenDone.accept(answer);
            });
        } catch (RejectedExecutionException e) {
            whenDone.accept(Answer.text(HttpResponseStatus.SERVICE_UNAVAILABLE, "server stopped"));
        }
    }
}
