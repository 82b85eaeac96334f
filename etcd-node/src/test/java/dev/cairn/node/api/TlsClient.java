// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import dev.cairn.node.tls.TestCa.Issued;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A client with Java's own TLS, apart from the code under test. */
final class TlsClient implements AutoCloseable {
    private static final char[] NO_PASSWORD = new char[0];

    private final Path caFile;
    private final Issued own;
    private final List<ManagedChannel> channels = new ArrayList<>();

    private TlsClient(Path caFile, Issued own) {
        this.caFile = caFile;
        this.own = own;
    }

    static TlsClient trusting(Path caFile) {
        return new TlsClient(caFile, null);
    }

    TlsClient showing(Issued certificate) {
        return new TlsClient(caFile, certificate);
    }

    SSLContext context() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own == null ? null : keys().getKeyManagers(), trust().getTrustManagers(), null);
        return context;
    }

    ManagedChannel channel(int port) throws Exception {
        SslContextBuilder builder = GrpcSslContexts.forClient().trustManager(trust());
        if (own != null) {
            builder.keyManager(keys());
        }
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                .sslContext(builder.build())
                .build();
        channels.add(channel);
        return channel;
    }

    /** Connects and shakes hands, and that is all. */
    void handshake(int port) {
        try (SSLSocket socket = (SSLSocket) context().getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.startHandshake();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private TrustManagerFactory trust() throws Exception {
        KeyStore store = empty();
        store.setCertificateEntry("ca", certificate(caFile));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }

    /** Of the certificate that it shows. */
    KeyManagerFactory keys() throws Exception {
        String pem = Files.readString(own.key(), StandardCharsets.US_ASCII);
        byte[] encoded = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        KeyStore store = empty();
        store.setKeyEntry("own", key, NO_PASSWORD, new Certificate[] {certificate(own.cert())});
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory;
    }

    private static KeyStore empty() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Certificate certificate(Path file) throws Exception {
        try (var in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
    }
}
