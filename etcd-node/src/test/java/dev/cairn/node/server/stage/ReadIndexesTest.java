// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import static dev.cairn.node.server.stage.Answers.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.wire.EtcdError;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReadIndexesTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long TIMEOUT = 7 * SECOND;

    private final AtomicLong nanos = new AtomicLong(5);
    private final AtomicLong lastId = new AtomicLong(100);
    private final List<Long> rounds = new ArrayList<>();
    private final Answers answers = new Answers();
    private final ReadIndexes reads = new ReadIndexes(lastId::incrementAndGet, nanos::get, TIMEOUT, rounds::add);

    private void read(String name) {
        reads.read(answers.reply(name));
    }

    private void confirm(long round, long index) {
        reads.confirmed(index, ReadIndexes.context(round));
    }

    @Test
    void aReadIsServedWhenItsRoundIsConfirmedAndItsIndexApplied() {
        read("a");
        assertThat(rounds).containsExactly(101L);
        confirm(101, 10);
        assertThat(answers.take()).isEmpty();
        reads.applied(9);
        assertThat(answers.take()).isEmpty();
        reads.applied(10);
        assertThat(answers.take()).containsExactly("a");
    }

    @Test
    void aReadWhoseIndexIsAppliedAlreadyIsServedAtOnce() {
        reads.applied(10);
        read("a");
        confirm(101, 10);
        assertThat(answers.take()).containsExactly("a");
    }

    /** The running round may have begun before the later read's writes were acknowledged. */
    @Test
    void readsThatArriveDuringARoundShareTheNextOne() {
        reads.applied(50);
        read("a");
        read("b");
        read("c");
        assertThat(rounds).containsExactly(101L);
        confirm(101, 10);
        assertThat(answers.take()).containsExactly("a");
        assertThat(rounds).containsExactly(101L, 102L);
        confirm(102, 20);
        assertThat(answers.take()).containsExactly("b", "c");
        assertThat(rounds).hasSize(2);
    }

    @Test
    void anAnswerToAnAbandonedRoundIsIgnored() {
        reads.applied(50);
        read("a");
        reads.restart();
        assertThat(rounds).containsExactly(101L, 102L);
        confirm(101, 10);
        reads.confirmed(10, new byte[] {1});
        assertThat(answers.take()).isEmpty();
        confirm(102, 10);
        assertThat(answers.take()).containsExactly("a");
    }

    @Test
    void anAnswerThatComesTwiceServesOnce() {
        reads.applied(50);
        read("a");
        confirm(101, 10);
        confirm(101, 10);
        assertThat(answers.take()).containsExactly("a");
        read("b");
        confirm(101, 10);
        assertThat(answers.take()).isEmpty();
    }

    @Test
    void aSilentRoundIsSentAgainUnderAnotherId() {
        read("a");
        nanos.addAndGet(SECOND / 2 - 1);
        reads.tick();
        assertThat(rounds).containsExactly(101L);
        nanos.addAndGet(1);
        reads.tick();
        assertThat(rounds).containsExactly(101L, 102L);
        reads.tick();
        assertThat(rounds).hasSize(2);
    }

    @Test
    void aReadThatNobodyConfirmsTimesOutAndThoseAfterItWait() {
        read("a");
        nanos.addAndGet(3 * SECOND);
        read("b");
        nanos.addAndGet(4 * SECOND);
        reads.tick();
        assertThat(answers.take()).containsExactly(failure("a", EtcdError.TIMEOUT));
        nanos.addAndGet(3 * SECOND);
        reads.tick();
        assertThat(answers.take()).containsExactly(failure("b", EtcdError.TIMEOUT));
    }

    /** The last of a round's reads gone, those that waited for it need a round of their own. */
    @Test
    void aRoundWithoutReadsLeftMakesRoomForTheNext() {
        read("a");
        nanos.addAndGet(TIMEOUT - 1);
        read("b");
        nanos.addAndGet(1);
        reads.tick();
        assertThat(answers.take()).containsExactly(failure("a", EtcdError.TIMEOUT));
        reads.applied(50);
        confirm(rounds.getLast(), 10);
        assertThat(answers.take()).containsExactly("b");
    }

    @Test
    void aConfirmedReadThatWaitsTooLongForTheApplySaysSo() {
        read("a");
        confirm(101, 10);
        nanos.addAndGet(TIMEOUT);
        reads.tick();
        assertThat(answers.take()).containsExactly(failure("a", EtcdError.TIMEOUT_WAIT_APPLIED_INDEX));
        reads.applied(10);
        assertThat(answers.take()).isEmpty();
    }

    @Test
    void stoppingFailsEveryReadWhereverItWaits() {
        read("confirmed");
        confirm(101, 10);
        read("in a round");
        read("waiting");
        reads.failAll(EtcdError.STOPPED.exception());
        assertThat(answers.take())
                .containsExactlyInAnyOrder(
                        failure("confirmed", EtcdError.STOPPED),
                        failure("in a round", EtcdError.STOPPED),
                        failure("waiting", EtcdError.STOPPED));
        reads.applied(10);
        nanos.addAndGet(TIMEOUT);
        reads.tick();
        assertThat(answers.take()).isEmpty();
    }
}
