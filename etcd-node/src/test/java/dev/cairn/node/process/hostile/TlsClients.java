// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Clients of the TLS port that do not do what they began, or do it over and over. */
final class TlsClients {
    private static final int CONNECTIONS = 3000;
    private static final int SHAKEN = 1000;
    private static final long HELD_SECONDS = 10;
    private static final long CHURN_SECONDS = 10;
    private static final int CHURNING = 8;
    private static final int MAX_HELLO_BYTES = 1 << 15;

    private TlsClients() {}

    /** A whole ClientHello, and no word after the answer to it. */
    static String helloOnly(Scene scene) throws IOException {
        return open(scene, hello());
    }

    static String halfHello(Scene scene) throws IOException {
        byte[] hello = hello();
        return open(scene, Arrays.copyOf(hello, hello.length / 2));
    }

    private static String open(Scene scene, byte[] first) throws IOException {
        int opened = 0;
        for (int i = 0; i < CONNECTIONS; i++) {
            try {
                scene.with(new Http1(scene.tlsPort(), 0)).write(first);
                opened++;
            } catch (IOException refused) {
                Thread.onSpinWait();
            }
        }
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(HELD_SECONDS));
        return opened + " begun";
    }

    /** Handshakes that are finished, and nothing asked after them. */
    static String silent(Scene scene) {
        int shaken = 0;
        SSLContext context = trusting();
        for (int i = 0; i < SHAKEN; i++) {
            try {
                scene.with(shaken(context, scene.tlsPort()));
                shaken++;
            } catch (IOException refused) {
                Thread.onSpinWait();
            }
        }
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(HELD_SECONDS));
        return shaken + " handshakes, nothing asked";
    }

    /** The member's part of a handshake costs it more than the client's. */
    static String churn(Scene scene) throws InterruptedException {
        AtomicInteger done = new AtomicInteger();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(CHURN_SECONDS);
        var clients = Executors.newFixedThreadPool(CHURNING);
        try {
            for (int i = 0; i < CHURNING; i++) {
                clients.submit(() -> {
                    SSLContext context = trusting();
                    while (System.nanoTime() - end < 0 && scene.isAlive()) {
                        try (SSLSocket socket = shaken(context, scene.tlsPort())) {
                            done.addAndGet(socket.isConnected() ? 1 : 0);
                        } catch (IOException refused) {
                            Thread.onSpinWait();
                        }
                    }
                });
            }
            clients.shutdown();
            clients.awaitTermination(CHURN_SECONDS + HELD_SECONDS, TimeUnit.SECONDS);
        } finally {
            clients.shutdownNow();
        }
        return done + " handshakes";
    }

    private static SSLSocket shaken(SSLContext context, int port) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(HELD_SECONDS));
        socket.startHandshake();
        return socket;
    }

    private static byte[] hello() throws SSLException {
        SSLEngine engine = trusting().createSSLEngine();
        engine.setUseClientMode(true);
        engine.beginHandshake();
        ByteBuffer out = ByteBuffer.allocate(MAX_HELLO_BYTES);
        engine.wrap(ByteBuffer.allocate(0), out);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(out.array(), 0, out.position());
        return bytes.toByteArray();
    }

    private static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anybody()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            // nobody connects to us
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // an attacker does not ask who it is
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
