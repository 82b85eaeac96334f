// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InboxTest {
    private final AtomicInteger wakes = new AtomicInteger();

    private <T> Inbox<T> inbox(int capacity) {
        Inbox<T> inbox = new Inbox<>(capacity);
        inbox.onWork(wakes::incrementAndGet);
        return inbox;
    }

    @Test
    void everythingThatWaitsComesOutAtOnceAndInOrder() {
        Inbox<String> inbox = inbox(10);
        assertThat(inbox.drain()).isEmpty();
        inbox.offer("a");
        inbox.put("b");
        inbox.offer("c");
        assertThat(inbox.size()).isEqualTo(3);
        assertThat(inbox.drain()).containsExactly("a", "b", "c");
        assertThat(inbox.drain()).isEmpty();
        inbox.offer("d");
        assertThat(inbox.drain()).containsExactly("d");
    }

    @Test
    void anOfferAtTheBoundIsRefusedUntilTheInboxIsDrained() {
        Inbox<Integer> inbox = inbox(2);
        assertThat(inbox.offer(1)).isTrue();
        assertThat(inbox.offer(2)).isTrue();
        assertThat(inbox.offer(3)).isFalse();
        assertThat(inbox.drain()).containsExactly(1, 2);
        assertThat(inbox.offer(4)).isTrue();
    }

    @Test
    void whatBoundsItselfElsewhereIsTakenAtTheBoundToo() {
        Inbox<Integer> inbox = inbox(1);
        inbox.offer(1);
        inbox.put(2);
        assertThat(inbox.drain()).containsExactly(1, 2);
    }

    @Test
    void theFirstItemWakesTheStageAndThoseBehindItDoNot() {
        Inbox<Integer> inbox = inbox(10);
        inbox.offer(1);
        inbox.offer(2);
        inbox.put(3);
        assertThat(wakes).hasValue(1);
        inbox.drain();
        inbox.put(4);
        assertThat(wakes).hasValue(2);
    }

    @Test
    void itemsAddedWhileABatchIsWorkedOffAreNotInIt() {
        Inbox<Integer> inbox = inbox(10);
        inbox.offer(1);
        List<Integer> batch = inbox.drain();
        inbox.offer(2);
        assertThat(batch).containsExactly(1);
        assertThat(inbox.drain()).containsExactly(2);
    }

    @Test
    void nothingIsLostNorDoubledBetweenThreads() throws InterruptedException {
        int writers = 4;
        int each = 5_000;
        Inbox<Integer> inbox = inbox(Integer.MAX_VALUE);
        CountDownLatch done = new CountDownLatch(writers);
        for (int w = 0; w < writers; w++) {
            int first = w * each;
            Thread.ofPlatform().start(() -> {
                for (int i = 0; i < each; i++) {
                    inbox.offer(first + i);
                }
                done.countDown();
            });
        }
        List<Integer> got = new ArrayList<>();
        while (done.getCount() > 0) {
            got.addAll(inbox.drain());
        }
        got.addAll(inbox.drain());
        assertThat(got).hasSize(writers * each).doesNotHaveDuplicates();
        for (int w = 0; w < writers; w++) {
            int first = w * each;
            assertThat(got.stream().filter(n -> n / each == first / each)).isSorted();
        }
    }
}
