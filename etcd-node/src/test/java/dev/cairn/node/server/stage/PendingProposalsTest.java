// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import static dev.cairn.node.server.stage.Answers.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.wire.EtcdError;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PendingProposalsTest {
    private static final long TIMEOUT = 1_000;
    private static final long TERM = 1;
    private static final long MESSAGE = 10;

    private final AtomicLong nanos = new AtomicLong(5);
    private final Answers answers = new Answers();
    private final PendingProposals proposals = new PendingProposals(TIMEOUT, MESSAGE, nanos::get);

    private PendingProposals.Waiter await(long id) {
        PendingProposals.Waiter waiter = proposals.await(id, 10, answers.reply(String.valueOf(id)));
        waiter.handedOver(TERM);
        return waiter;
    }

    private void pass(long time) {
        nanos.addAndGet(time);
        proposals.expire();
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
    void aProposalThatNoLeaderTookEndsLikeItsCallersDeadline() {
        proposals.leaderLost();
        PendingProposals.Waiter waiting = proposals.await(1, 10, answers.reply("1"));
        await(2);
        pass(TIMEOUT);
        assertThat(answers.take())
                .containsExactlyInAnyOrder(
                        failure("1", EtcdError.DEADLINE_EXCEEDED), failure("2", EtcdError.TIMEOUT_DUE_TO_LEADER_FAIL));
        assertThat(waiting.isGone()).isTrue();
        assertThat(proposals.failures()).isEqualTo(2);
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
    void aProposalThatWasLostWithItsLeaderFailsOneMessageAfterTheFirstEntryOfTheNextTerm() {
        await(1).handedOver(4);
        await(2).handedOver(5);
        proposals.await(3, 10, answers.reply("3"));
        proposals.appliedTerm(4);
        pass(MESSAGE);
        assertThat(answers.take()).as("term 4 may go on").isEmpty();

        proposals.appliedTerm(5);
        pass(MESSAGE - 1);
        assertThat(answers.take())
                .as("the old leader may have passed it on to the new one")
                .isEmpty();
        pass(1);
        assertThat(answers.take()).containsExactly(failure("1", EtcdError.TIMEOUT_DUE_TO_LEADER_FAIL));
        assertThat(proposals.failures()).isEqualTo(1);

        proposals.applied(2, "of the new leader");
        proposals.applied(3, "held back until there was one");
        assertThat(answers.take()).containsExactly("2 of the new leader", "3 held back until there was one");
    }

    @Test
    void whoWaitsForWorkAfterTheApplyIsNeitherLostNorExpired() {
        await(1).handedOver(4);
        proposals.appliedButAtWork(1);
        proposals.appliedTerm(5);
        pass(TIMEOUT);
        assertThat(answers.take()).isEmpty();
        proposals.applied(1, "compacted");
        assertThat(answers.take()).containsExactly("1 compacted");
    }

    @Test
    void onlyWhoseTimeIsUpIsGone() {
        PendingProposals.Waiter first = await(1);
        pass(TIMEOUT - 1);
        PendingProposals.Waiter second = await(2);
        pass(1);
        assertThat(first.isGone()).isTrue();
        assertThat(second.isGone()).isFalse();
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

    @Test
    void whatIsWaitedForIsCountedInBytesUntilItIsAnsweredHoweverThatEnds() {
        await(1);
        await(2);
        await(3).handedOver(4);
        proposals.await(4, 10, answers.reply("4"));
        assertThat(proposals.pendingBytes()).isEqualTo(40);
        proposals.applied(1, "done");
        proposals.applied(1, "done");
        proposals.failed(2, new IllegalStateException("refused"));
        assertThat(proposals.pendingBytes()).isEqualTo(20);
        proposals.appliedTerm(5);
        pass(MESSAGE);
        assertThat(proposals.pendingBytes()).as("3 was lost with its leader").isEqualTo(10);
        pass(TIMEOUT);
        assertThat(proposals.pendingBytes()).isZero();
        await(5);
        proposals.failAll(new IllegalStateException("stopped"));
        assertThat(proposals.pendingBytes()).isZero();
    }
}
