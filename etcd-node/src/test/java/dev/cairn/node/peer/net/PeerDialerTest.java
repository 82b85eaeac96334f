// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.figures.PeerFigures;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections to names that resolve late, or not at all. */
class PeerDialerTest {
    private static final long PATIENCE_SECONDS = 10;

    private final PeerLoops loops =
            PeerLoops.open("dialer-test", 1, Thread.ofPlatform().daemon(true).factory());
    private final ExecutorService blocking = Executors.newCachedThreadPool();
    private final EventLoop loop = loops.next();

    @AfterEach
    void stop() {
        blocking.shutdownNow();
        loops.close();
    }

    @Test
    void aNameThatResolvesLateDoesNotHoldUpTheOtherPeers() throws Exception {
        var answers = new CountDownLatch(1);
        try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ChannelFuture connecting = connect(listening.getLocalPort(), host -> {
                await(answers);
                return new InetAddress[] {InetAddress.getLoopbackAddress()};
            });
            String other = loop.submit(() -> "heartbeat").get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(other).isEqualTo("heartbeat");
            assertThat(connecting.isDone()).isFalse();
            answers.countDown();
            assertThat(connecting.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(connecting.isSuccess()).isTrue();
            connecting.channel().close().sync();
        }
    }

    @Test
    void aNameThatDoesNotResolveIsNamed() {
        ChannelFuture connecting = connect(2380, host -> {
            throw new UnknownHostException(host + ": Name or service not known");
        });
        assertThatThrownBy(() -> connecting.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(UnknownHostException.class)
                .hasMessageContaining("late.example");
    }

    private ChannelFuture connect(int port, PeerNames.Lookup lookup) {
        var settings = new PeerSettings("3.7.1", List.of(), Duration.ofSeconds(PATIENCE_SECONDS));
        var runtime = new PeerRuntime(
                loops,
                blocking,
                blocking,
                System::nanoTime,
                InstantSource.system(),
                LockSupport::parkNanos,
                null,
                new PeerFigures());
        return new PeerDialer(settings, runtime, lookup)
                .connect(UrlPicker.parse("http://late.example:" + port), loop, channel -> {});
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
