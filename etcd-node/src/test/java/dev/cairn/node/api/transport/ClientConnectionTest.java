// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.api.budget.ByteBudget;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.MemoryLevel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How answers get to their connection's event loop. */
class ClientConnectionTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ClientConnection connection = new ClientConnection(
            channel,
            new ByteBudget(Runtime.getRuntime().maxMemory(), new SimpleMeterRegistry(), () -> MemoryLevel.PLENTY),
            Caller.ANONYMOUS);
    private final List<String> done = new ArrayList<>();

    @Test
    void whatComesWhileOthersWaitGoesBehindThem() {
        connection.later(() -> done.add("first"));
        connection.execute(() -> done.add("second"));
        channel.runPendingTasks();
        connection.execute(() -> done.add("at once"));
        assertThat(done).containsExactly("first", "second", "at once");
    }

    @Test
    void anAnswerThatFailsDoesNotHoldUpThoseBehindIt() {
        connection.later(() -> {
            throw new IllegalStateException("call is closed");
        });
        connection.later(() -> done.add("next"));
        channel.runPendingTasks();
        channel.runPendingTasks();
        assertThat(done).containsExactly("next");
    }
}
