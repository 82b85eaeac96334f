// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FairReadsTest {
    /** What threads would run, one after the other. */
    private final Deque<Runnable> threads = new ArrayDeque<>();

    private final List<String> done = new ArrayList<>();

    private void ask(FairReads reads, String client, int number) {
        reads.execute(client, () -> done.add(client + number));
    }

    private void runAll() {
        while (!threads.isEmpty()) {
            threads.remove().run();
        }
    }

    @Test
    void clientsTakeTurnsHoweverMuchOneOfThemAsks() {
        FairReads reads = new FairReads(threads::add, 2);
        for (int i = 1; i <= 4; i++) {
            ask(reads, "heavy", i);
        }
        ask(reads, "a", 1);
        ask(reads, "b", 1);
        runAll();
        assertThat(done).containsExactly("heavy1", "a1", "b1", "heavy2", "heavy3", "heavy4");
    }

    @Test
    void oneClientsReadsAreBegunInTheirOrderAndAtMostSoManyRunAtOnce() {
        FairReads reads = new FairReads(threads::add, 2);
        reads.execute("heavy", () -> {
            done.add("first");
            threads.remove().run();
            done.add("end of the first");
        });
        reads.execute("heavy", () -> {
            done.add("second");
            assertThat(threads).as("the third waits while two run").isEmpty();
        });
        ask(reads, "heavy", 3);
        threads.remove().run();
        runAll();
        assertThat(done).startsWith("first", "second").contains("heavy3", "end of the first");
    }

    @Test
    void aReadThatFailsDoesNotTakeItsClientsPlace() {
        FairReads reads = new FairReads(threads::add, 1);
        reads.execute("a", () -> {
            throw new IllegalStateException("broken");
        });
        ask(reads, "a", 2);
        assertThatThrownBy(threads.remove()::run).hasMessage("broken");
        runAll();
        assertThat(done).containsExactly("a2");
    }

    @Test
    void whereTheCallerIsTheThreadReadsRunAtOnce() {
        FairReads reads = new FairReads(Runnable::run, 1);
        ask(reads, "a", 1);
        ask(reads, "a", 2);
        assertThat(done).containsExactly("a1", "a2");
    }

    @Test
    void everyReadOfManyClientsRunsOnceOnManyThreads() throws InterruptedException {
        CountDownLatch left = new CountDownLatch(20_000);
        AtomicInteger ran = new AtomicInteger();
        try (var pool = Executors.newFixedThreadPool(4);
                var askers = Executors.newFixedThreadPool(4)) {
            FairReads reads = new FairReads(pool, 3);
            for (int asker = 0; asker < 4; asker++) {
                int client = asker % 3;
                askers.submit(() -> {
                    for (int i = 0; i < 5_000; i++) {
                        reads.execute(client, () -> {
                            ran.incrementAndGet();
                            left.countDown();
                        });
                    }
                });
            }
            assertThat(left.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(ran).hasValue(20_000);
    }
}
