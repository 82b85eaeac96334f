// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.tls;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Asks a port on the wire whom it trusts and what it shows. A client learns only from an answer whether its certificate
 * was taken (TLS 1.3 ends its handshake before the server has judged it), so {@code /version} is asked for, which etcd
 * serves to clients and to peers.
 */
public final class Handshakes {
    private static final char[] NO_PASSWORD = new char[0];
    private static final byte[] ANSWER = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);

    private final Duration limit;

    /** @param limit how long a port may take to connect, and again for each thing it says */
    public Handshakes(Duration limit) {
        this.limit = limit;
    }

    /**
     * One handshake.
     *
     * @param url of the port, with https
     * @param bundlePem the CAs that the port is verified by
     * @param shown what the port is shown
     */
    public Handshake with(String url, String bundlePem, KeyedCertificate shown) {
        URI uri = URI.create(url);
        Optional<String> issuer = Optional.empty();
        try (var plain = new Socket()) {
            plain.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), (int) limit.toMillis());
            plain.setSoTimeout((int) limit.toMillis());
            try (var socket = (SSLSocket) context(bundlePem, shown)
                    .getSocketFactory()
                    .createSocket(plain, uri.getHost(), uri.getPort(), true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                var chain = socket.getSession().getPeerCertificates();
                issuer = Optional.of(CertificateReader.facts(Pem.certificate((X509Certificate) chain[chain.length - 1]))
                        .issuerKeyId());
                return new Handshake(issuer, answers(socket, uri));
            }
        } catch (IOException e) {
            // Refused, or not there: that is what is to be found out.
            return new Handshake(issuer, false);
        }
    }

    private static boolean answers(SSLSocket socket, URI uri) throws IOException {
        socket.getOutputStream()
                .write(("GET /version HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return java.util.Arrays.equals(ANSWER, socket.getInputStream().readNBytes(ANSWER.length));
    }

    private static SSLContext context(String bundlePem, KeyedCertificate shown) throws IOException {
        try {
            KeyStore authorities = empty();
            List<X509Certificate> bundle = Pem.readCertificates(bundlePem);
            for (int at = 0; at < bundle.size(); at++) {
                authorities.setCertificateEntry("ca" + at, bundle.get(at));
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(authorities);
            KeyStore own = empty();
            own.setKeyEntry(
                    "own",
                    Pem.readPrivateKey(shown.privateKeyPem()),
                    NO_PASSWORD,
                    Pem.readCertificates(shown.certificatePem()).toArray(X509Certificate[]::new));
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
