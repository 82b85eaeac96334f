// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class UseGateTest {
    private final AtomicInteger teardowns = new AtomicInteger();
    private final UseGate gate = new UseGate(teardowns::incrementAndGet);

    @Test
    void closingAnEmptyGateTearsDownAtOnceAndOnce() {
        gate.close();
        gate.close();
        assertThat(gate.enter()).isFalse();
        assertThat(teardowns).hasValue(1);
    }

    @Test
    void theLastOneOutTearsDown() {
        assertThat(gate.enter()).isTrue();
        assertThat(gate.enter()).isTrue();
        gate.close();
        assertThat(gate.enter()).isFalse();
        gate.exit();
        assertThat(teardowns).hasValue(0);
        gate.exit();
        assertThat(teardowns).hasValue(1);
    }

    @Test
    void nobodyIsInsideWhenItIsTornDown() throws Exception {
        for (int round = 0; round < 200; round++) {
            AtomicInteger inside = new AtomicInteger();
            AtomicInteger seenInside = new AtomicInteger(-1);
            AtomicInteger count = new AtomicInteger();
            UseGate contended = new UseGate(() -> {
                seenInside.set(inside.get());
                count.incrementAndGet();
            });
            try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
                List<Future<?>> users = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    users.add(threads.submit(() -> {
                        while (contended.enter()) {
                            inside.incrementAndGet();
                            Thread.onSpinWait();
                            inside.decrementAndGet();
                            contended.exit();
                        }
                    }));
                }
                contended.close();
                for (Future<?> user : users) {
                    user.get();
                }
            }
            assertThat(seenInside).hasValue(0);
            assertThat(count).hasValue(1);
        }
    }
}
