// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One port's TLS, for both sides of a connection, always from the files as they are now: their contents are compared
 * when a connection asks, at most once a second, and when {@link #check} is called. Files that make no sense leave the
 * old context in place and one line in the log. Connections that are open stay.
 */
public final class ReloadingTls {
    /** gRPC clients offer only h2 and get it; whoever offers both (curl) is better served by HTTP/1.1. */
    public static final List<String> CLIENT_PORT_ALPN = List.of("http/1.1", "h2");

    /** etcd's peers speak HTTP/1.1 and negotiate nothing. */
    public static final List<String> NO_ALPN = List.of();

    private static final Logger LOG = LoggerFactory.getLogger(ReloadingTls.class);
    private static final long CHECK_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final TlsConfig config;
    private final List<String> alpn;
    private final LongSupplier nanoClock;
    private final AtomicLong checkedNanos;
    private volatile TlsContexts contexts;
    private PemFiles loaded;
    private PemFiles refused;
    private String lastTrouble = "";

    /** Throws {@link TlsException} when the files cannot be used. */
    public ReloadingTls(TlsConfig config, List<String> alpn, LongSupplier nanoClock) {
        this.config = config;
        this.alpn = alpn;
        this.nanoClock = nanoClock;
        this.loaded = PemFiles.read(config);
        this.contexts = TlsContexts.make(config, loaded, alpn);
        this.checkedNanos = new AtomicLong(nanoClock.getAsLong());
    }

    /** For one new connection that was accepted. */
    public SslContext server() {
        return fresh().server();
    }

    /** For one new connection to {@code host}, whose certificate must name it. */
    public SslHandler client(ByteBufAllocator allocator, String host, int port) {
        SslHandler handler = fresh().client().newHandler(allocator, host, port);
        if (!config.trustAnyServer()) {
            SSLParameters parameters = handler.engine().getSSLParameters();
            // Java refuses every certificate for a name with an underscore; PeerTrust checks those
            parameters.setEndpointIdentificationAlgorithm(host.indexOf('_') < 0 ? "HTTPS" : null);
            handler.engine().setSSLParameters(parameters);
        }
        return handler;
    }

    /** Does once in memory what the first client would otherwise wait for; blocks for as long. False where it was refused. */
    public boolean rehearse() {
        TlsContexts now = contexts;
        try {
            return Rehearsal.of(
                    now.server().newHandler(ByteBufAllocator.DEFAULT),
                    now.rehearsalClient().newHandler(ByteBufAllocator.DEFAULT));
        } catch (Exception e) { // Netty throws a handshake's checked exceptions undeclared
            LOG.debug("a rehearsed handshake with {} was refused: {}", config.cert(), e.getMessage());
            return false;
        }
    }

    private TlsContexts fresh() {
        check();
        return contexts;
    }

    /** Takes up what has changed in the files, unless they were compared within the last second; for the tick. */
    public void check() {
        long now = nanoClock.getAsLong();
        long checked = checkedNanos.get();
        if (now - checked >= CHECK_INTERVAL_NANOS && checkedNanos.compareAndSet(checked, now)) {
            checkNow();
        }
    }

    /** True if something had changed. */
    synchronized boolean checkNow() {
        PemFiles now = null;
        try {
            now = PemFiles.read(config);
            if (now.sameAs(loaded) || now.sameAs(refused)) {
                return false;
            }
            contexts = TlsContexts.make(config, now, alpn);
        } catch (TlsException e) {
            refuse(now, e.getMessage());
            return false;
        }
        loaded = now;
        refused = null;
        lastTrouble = "";
        LOG.info("reloaded certificate {}", config.cert());
        return true;
    }

    private void refuse(PemFiles files, String trouble) {
        refused = files;
        if (!trouble.equals(lastTrouble)) {
            lastTrouble = trouble;
            LOG.error("keeping the old certificate, as the new files cannot be used: {}", trouble);
        }
    }
}
