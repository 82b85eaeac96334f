// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.api.http.HttpGuards;
import dev.cairn.node.api.transport.GrpcLimits;
import dev.cairn.node.tls.ReloadingTls;
import dev.cairn.node.tls.TestCa;
import dev.cairn.node.tls.TlsConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the log says of connections to a TLS port that do not become a client's. */
class RejectedConnectionTest {
    private final Logger logger = Logger.getLogger("dev.cairn.node.api.transport.OnePortNegotiator");
    private final Told told = new Told();

    @TempDir
    Path directory;

    @BeforeEach
    void listen() {
        logger.addHandler(told);
    }

    @AfterEach
    void leave() {
        logger.removeHandler(told);
    }

    @Test
    void probesOfTheBarePortAreNotRejectionsAndEveryRejectionSaysWhy() throws Exception {
        var own = new TestCa("authority").issue(directory, "server");
        var tls =
                new ReloadingTls(TlsConfig.of(own.cert(), own.key()), ReloadingTls.CLIENT_PORT_ALPN, System::nanoTime);
        try (ApiFixture api = new ApiFixture(GrpcLimits.DEFAULTS, HttpGuards.OPEN)) {
            int port = api.listen("https://127.0.0.1:0", tls::server);
            try (RawConnection probe = new RawConnection(port)) {
                probe.sayNothingMore().readToEnd();
            }
            try (RawConnection plain = new RawConnection(port)) {
                plain.send("GET /version HTTP/1.1\r\nHost: x\r\n\r\n").readToEnd();
            }
        }
        assertThat(told.messages).singleElement().asString().contains("rejected", "not an SSL/TLS record");
    }

    private static final class Told extends Handler {
        private final List<String> messages = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord each) {
            messages.add(new SimpleFormatter().formatMessage(each));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
