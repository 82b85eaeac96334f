// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.http;

import dev.cairn.node.api.budget.ClientAnswers;
import dev.cairn.node.server.Caller;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One request and its answer. The request's body is whole; the answer is either {@link #respond one piece} or, after
 * {@link #startStream}, pieces until {@link #endStream}. Any thread may answer.
 */
public final class HttpExchange {
    public static final String TEXT = "text/plain; charset=utf-8";
    public static final String JSON = "application/json";

    /** Set for each connection before its first request. */
    public static final AttributeKey<ClientAnswers> ANSWERS = AttributeKey.valueOf("client-answers");

    /** As {@link #ANSWERS}. */
    public static final AttributeKey<Caller> CALLER = AttributeKey.valueOf("caller");

    private final Channel channel;
    private final RequestHead request;
    private final boolean keepAlive;
    private final Runnable finished;
    private final HttpHeaders extraHeaders = new DefaultHttpHeaders();
    private final AtomicBoolean answered = new AtomicBoolean();
    private final AtomicReference<Runnable> whenGone = new AtomicReference<>();
    private final AtomicReference<byte[]> body;
    private volatile boolean gone;

    /** {@code finished} runs on the event loop when the answer has been written, whether or not it arrived. */
    HttpExchange(Channel channel, RequestHead request, byte[] body, boolean keepAlive, Runnable finished) {
        this.channel = channel;
        this.request = request;
        this.keepAlive = keepAlive;
        this.finished = finished;
        this.body = new AtomicReference<>(body);
    }

    /** What is left of a request's head once the connection's buffers are released. */
    record RequestHead(
            HttpMethod method, RequestTarget target, HttpVersion version, HttpHeaders headers, boolean secure) {}

    public String method() {
        return request.method().name();
    }

    /** Without the query, percent-decoded. */
    public String path() {
        return request.target().path();
    }

    RequestTarget target() {
        return request.target();
    }

    /** Whom the client means, with the port if it gave one; empty if it does not say. */
    public String host() {
        String named = request.target().host();
        String host = named == null || named.isEmpty() ? header("Host") : named;
        return host == null ? "" : host;
    }

    /** The values of a query parameter, or none. */
    public List<String> query(String name) {
        return request.target().queryValues(name);
    }

    public String header(String name) {
        return request.headers().get(name);
    }

    /** The request's body, once: who has read it need not keep it for as long as the answer takes. */
    public byte[] takeBody() {
        byte[] taken = body.getAndSet(null);
        if (taken == null) {
            throw new IllegalStateException("the body was taken before");
        }
        return taken;
    }

    /** Came over TLS. */
    public boolean secure() {
        return request.secure();
    }

    /** To be sent with whatever answer there will be. */
    public void addHeader(CharSequence name, Object value) {
        extraHeaders.add(name, value);
    }

    /** Runs when the client goes away, or at once if it has; not after a complete answer. */
    public void onClose(Runnable closed) {
        whenGone.set(closed);
        if (gone) {
            tellGone();
        }
    }

    /** The connection ended; called by its handler, which knows one exchange at a time and forgets it when answered. */
    void clientGone() {
        gone = true;
        tellGone();
    }

    private void tellGone() {
        Runnable closed = whenGone.getAndSet(null);
        if (closed != null && !answered.get()) {
            closed.run();
        }
    }

    /** Nobody is there any more to read an answer. */
    public boolean isGone() {
        return gone;
    }

    public void respond(int status, String contentType, byte[] body) {
        if (!answered.compareAndSet(false, true)) {
            throw new IllegalStateException("answered twice: " + path());
        }
        var response = new DefaultFullHttpResponse(
                version(),
                HttpResponseStatus.valueOf(status),
                // A HEAD answer announces the length of the body that it leaves out.
                request.method().equals(HttpMethod.HEAD) ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body));
        addHeaders(response, contentType);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        end(channel.writeAndFlush(response));
    }

    /** An answer that is made as the connection takes it; HEAD is not for such. */
    public void respond(int status, String contentType, Pieces body) {
        if (!answered.compareAndSet(false, true)) {
            throw new IllegalStateException("answered twice: " + path());
        }
        var response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
        addHeaders(response, contentType);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.sizeBytes());
        channel.write(response);
        channel.write(body);
        end(channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT));
    }

    /** A plain text answer, a line end behind it, that browsers must not take for anything else. */
    public void respondText(int status, String text) {
        addHeader("X-Content-Type-Options", "nosniff");
        respond(status, TEXT, (text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    public void respondMethodNotAllowed() {
        addHeader(HttpHeaderNames.ALLOW, "GET");
        respondText(405, "Method Not Allowed");
    }

    public void startStream(int status, String contentType) {
        HttpResponse response = new DefaultHttpResponse(version(), HttpResponseStatus.valueOf(status));
        addHeaders(response, contentType);
        if (isOld()) {
            response.headers().set(HttpHeaderNames.CONNECTION, "close");
        } else {
            response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, "chunked");
        }
        channel.writeAndFlush(response);
    }

    /** Never blocks; who sends a lot asks {@link #isWritable} first and waits for {@link #onWritable}. */
    public void sendPiece(byte[] piece) {
        channel.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(piece)));
    }

    /** As {@link #sendPiece}, of what is made as the connection takes it. */
    public void sendPieces(Pieces pieces) {
        channel.writeAndFlush(pieces);
    }

    public void endStream() {
        if (answered.compareAndSet(false, true)) {
            ChannelFuture last = channel.writeAndFlush(new DefaultLastHttpContent());
            if (isOld()) {
                last.addListener(ChannelFutureListener.CLOSE);
            }
            end(last);
        }
    }

    /** After a fault: the client sees a lost connection instead of a half answer. */
    public void abort() {
        channel.close();
    }

    /** What the answers of this connection take. */
    public ClientAnswers answers() {
        return channel.attr(ANSWERS).get();
    }

    /** Whose connection it is. */
    public Caller caller() {
        return channel.attr(CALLER).get();
    }

    private void addHeaders(HttpResponse response, String contentType) {
        response.headers().add(extraHeaders);
        if (contentType != null) {
            response.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
        }
        if (!keepAlive) {
            response.headers().set(HttpHeaderNames.CONNECTION, "close");
        } else if (isOld()) {
            response.headers().set(HttpHeaderNames.CONNECTION, "keep-alive");
        }
    }

    /** HTTP/1.0 knows no chunks: a stream ends with its connection. */
    private boolean isOld() {
        return request.version().equals(HttpVersion.HTTP_1_0);
    }

    private HttpVersion version() {
        return isOld() ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1;
    }

    private void end(ChannelFuture written) {
        written.addListener(future -> finished.run());
    }
}
