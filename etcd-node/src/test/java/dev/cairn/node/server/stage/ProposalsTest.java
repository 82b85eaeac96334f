// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import static dev.cairn.node.server.stage.Answers.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.wire.EtcdError;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProposalsTest {
    private static final long TIMEOUT = 1_000;

    private final AtomicLong nanos = new AtomicLong(5);
    private final Answers answers = new Answers();
    private final Proposals proposals = new Proposals(TIMEOUT, nanos::get);

    private void await(long id) {
        proposals.await(id, answers.reply(String.valueOf(id)));
    }

    @Test
    void aProposalIsAnsweredWhenItsOwnEntryIsApplied() {
        await(1);
        await(2);
        assertThat(proposals.pending()).isEqualTo(2);
        proposals.applied(2, "second");
        assertThat(answers.take()).containsExactly("2 second");
        proposals.applied(1, "first");
        assertThat(answers.take()).containsExactly("1 first");
        assertThat(proposals.pending()).isZero();
    }

    @Test
    void aRefusalByTheApplyIsAFailure() {
        await(1);
        proposals.applied(1, EtcdError.LEASE_NOT_FOUND.exception());
        assertThat(answers.take()).containsExactly(failure("1", EtcdError.LEASE_NOT_FOUND));
        assertThat(proposals.failures()).as("it was applied").isZero();
    }

    @Test
    void anEntryOfAnotherMemberOrOfALostWaiterAnswersNobody() {
        await(1);
        proposals.applied(99, "foreign");
        proposals.applied(1, "once");
        proposals.applied(1, "twice");
        proposals.failed(1, EtcdError.STOPPED.exception());
        assertThat(answers.take()).containsExactly("1 once");
    }

    @Test
    void aProposalThatIsNotAppliedInTimeFailsAndThoseAfterItWait() {
        await(1);
        nanos.addAndGet(TIMEOUT - 1);
        await(2);
        proposals.expire();
        assertThat(answers.take()).isEmpty();
        nanos.addAndGet(1);
        proposals.expire();
        assertThat(answers.take()).containsExactly(failure("1", EtcdError.TIMEOUT));
        assertThat(proposals.failures()).isEqualTo(1);
        assertThat(proposals.isAwaited(1)).isFalse();
        assertThat(proposals.isAwaited(2)).isTrue();
        proposals.applied(1, "late");
        assertThat(answers.take()).isEmpty();
    }

    @Test
    void anAnsweredProposalDoesNotExpire() {
        await(1);
        proposals.applied(1, "done");
        nanos.addAndGet(TIMEOUT);
        proposals.expire();
        assertThat(answers.take()).containsExactly("1 done");
        assertThat(proposals.failures()).isZero();
    }

    @Test
    void aTimeoutAfterALostLeaderNamesIt() {
        await(1);
        nanos.addAndGet(TIMEOUT / 2);
        proposals.leaderLost();
        nanos.addAndGet(TIMEOUT / 2);
        proposals.expire();
        assertThat(answers.take()).containsExactly(failure("1", EtcdError.TIMEOUT_DUE_TO_LEADER_FAIL));
        await(2);
        nanos.addAndGet(TIMEOUT);
        proposals.expire();
        assertThat(answers.take())
                .as("the leader was lost before the window of this one")
                .containsExactly(failure("2", EtcdError.TIMEOUT));
    }

    @Test
    void stoppingFailsAll() {
        await(1);
        await(2);
        proposals.failAll(EtcdError.STOPPED.exception());
        assertThat(answers.take())
                .containsExactlyInAnyOrder(failure("1", EtcdError.STOPPED), failure("2", EtcdError.STOPPED));
        assertThat(proposals.pending()).isZero();
        nanos.addAndGet(TIMEOUT);
        proposals.expire();
        assertThat(answers.take()).isEmpty();
    }
}
