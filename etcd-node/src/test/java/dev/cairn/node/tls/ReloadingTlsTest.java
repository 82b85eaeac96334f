// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.tls.TestCa.Issued;
import dev.cairn.node.tls.TestCa.KeyForm;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Files to contexts, and what happens to bad ones. Connections are tried where they are served. */
class ReloadingTlsTest {
    private static final long SECOND = 1_000_000_000L;

    @TempDir
    Path directory;

    private final AtomicLong nanos = new AtomicLong();
    private final TestCa ca = new TestCa("the authority");

    @ParameterizedTest
    @EnumSource
    void keysAreReadInEveryCommonForm(KeyForm form) {
        Issued issued = ca.issue(directory, "server", "server", form);
        assertThat(open(TlsConfig.of(issued.cert(), issued.key())).server().isServer())
                .isTrue();
    }

    /** Also where the other side must show a certificate, and only then is it checked. */
    @ParameterizedTest
    @EnumSource(names = {"RSA_PKCS8", "EC_PKCS8"})
    void aHandshakeIsRehearsedToItsEnd(KeyForm form) {
        Issued issued = ca.issue(directory, "server", "server", form);
        TlsConfig alone = TlsConfig.of(issued.cert(), issued.key());
        assertThat(open(alone).rehearse()).isTrue();
        Path authority = ca.write(directory.resolve("ca.pem"));
        assertThat(open(alone.withTrustedCa(authority, true)).rehearse()).isTrue();
        Path stranger = new TestCa("a stranger").write(directory.resolve("stranger.pem"));
        assertThat(open(alone.withTrustedCa(stranger, true)).rehearse()).isFalse();
    }

    /** A name with an underscore is none in Java's eyes; Go takes it. */
    @ParameterizedTest
    @CsvSource({
        "localhost, true",
        "a.members.example, true",
        "my_host.members.example, true",
        "my_host, false",
        "my_host.a.members.example, false",
        "a.strangers.example, false"
    })
    void serverMustBeNamedInItsCertificate(String host, boolean named) {
        Issued issued = ca.issue(directory, "server");
        ReloadingTls tls = open(
                TlsConfig.of(issued.cert(), issued.key()).withTrustedCa(ca.write(directory.resolve("ca.pem")), true));
        assertThat(shakesHands(tls, host)).isEqualTo(named);
    }

    /** The other side's alert reaches this one as an exception. */
    private static boolean shakesHands(ReloadingTls tls, String host) {
        SslHandler client = tls.client(ByteBufAllocator.DEFAULT, host, 2380);
        try {
            return Rehearsal.of(tls.server().newHandler(ByteBufAllocator.DEFAULT), client);
        } catch (Exception refused) {
            assertThat(client.handshakeFuture().isSuccess()).isFalse();
            return false;
        }
    }

    @Test
    void filesAreComparedAtMostOnceASecond() {
        Issued old = ca.issue(directory, "server");
        ReloadingTls tls = open(TlsConfig.of(old.cert(), old.key()));
        var first = tls.server();
        ca.issue(directory, "next").replace(old);
        nanos.addAndGet(SECOND - 1);
        assertThat(tls.server()).isSameAs(first);
        nanos.addAndGet(1);
        var second = tls.server();
        assertThat(second).isNotSameAs(first);
        nanos.addAndGet(SECOND);
        assertThat(tls.server()).as("nothing changed").isSameAs(second);
    }

    @Test
    void brokenFilesKeepTheOldContextAndAreLoggedOnce() throws Exception {
        Issued issued = ca.issue(directory, "server");
        ReloadingTls tls = open(TlsConfig.of(issued.cert(), issued.key()));
        var before = tls.server();
        try (Errors errors = new Errors()) {
            Files.writeString(issued.cert(), "no certificate at all");
            for (int i = 0; i < 5; i++) {
                nanos.addAndGet(SECOND);
                assertThat(tls.server()).isSameAs(before);
            }
            assertThat(errors.messages).singleElement().asString().contains(issued.cert() + " holds no certificate");
            Files.delete(issued.key());
            assertThat(tls.checkNow()).isFalse();
            assertThat(tls.checkNow()).isFalse();
            assertThat(errors.messages).hasSize(2);
            ca.issue(directory, "server");
            assertThat(tls.checkNow()).isTrue();
            assertThat(tls.server()).isNotSameAs(before);
        }
    }

    @Test
    void keyOfAnotherCertificateIsRefused() {
        Issued one = ca.issue(directory, "one");
        Issued two = ca.issue(directory, "two");
        assertThatThrownBy(() -> open(TlsConfig.of(one.cert(), two.key())))
                .isInstanceOf(TlsException.class)
                .hasMessageContaining(one.cert().toString())
                .hasMessageContaining(two.key().toString())
                .hasMessageContaining("does not belong");
    }

    @Test
    void badConfigurationIsNamed() throws Exception {
        Issued issued = ca.issue(directory, "server");
        TlsConfig good = TlsConfig.of(issued.cert(), issued.key());
        assertRefused("tls-min-version", () -> good.withProtocols("TLS1.3", "TLS1.2", List.of()));
        assertRefused("\"SSL3\"", () -> good.withProtocols("SSL3", "", List.of()));
        assertRefused("\"TLS_X\"", () -> open(good.withProtocols("", "", List.of("TLS_X"))));
        assertRefused("trusted-ca-file", () -> good.withTrustedCa(null, true));
        assertRefused("missing.pem", () -> open(TlsConfig.of(directory.resolve("missing.pem"), issued.key())));
        Path damaged = Files.writeString(
                directory.resolve("damaged.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertRefused("damaged.pem", () -> open(TlsConfig.of(damaged, issued.key())));
        assertRefused("common names", () -> good.withAllowed(List.of("a"), List.of("b"), null));
    }

    @Test
    void selfSignedCertificateIsMadeOnceAndWorks() {
        TlsConfig made = SelfSignedCertificate.in(
                directory.resolve("auto"), List.of("127.0.0.1", "localhost"), Instant.now(), Duration.ofDays(365));
        ReloadingTls tls = open(made);
        TlsConfig again = SelfSignedCertificate.in(
                directory.resolve("auto"), List.of("127.0.0.1"), Instant.now(), Duration.ofDays(365));
        assertThat(again).isEqualTo(made);
        assertThat(tls.checkNow()).as("the files are the same").isFalse();
    }

    private static void assertRefused(String naming, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(TlsException.class).hasMessageContaining(naming);
    }

    private ReloadingTls open(TlsConfig config) {
        return new ReloadingTls(config, ReloadingTls.NO_ALPN, nanos::get);
    }

    /** What the class under test logs as an error. */
    private static final class Errors extends Handler implements AutoCloseable {
        final List<String> messages = new ArrayList<>();
        private final Logger logger = Logger.getLogger(ReloadingTls.class.getName());

        Errors() {
            logger.addHandler(this);
        }

        @Override
        public void publish(LogRecord log) {
            if (log.getLevel().intValue() >= Level.SEVERE.intValue()) {
                messages.add(log.getMessage());
            }
        }

        @Override
        public void flush() {
            // Nothing is kept back.
        }

        @Override
        public void close() {
            logger.removeHandler(this);
        }
    }
}
