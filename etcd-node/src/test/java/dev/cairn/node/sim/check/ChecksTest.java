// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.check;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.Message;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every checker sees the fault that it is there for. */
class ChecksTest {
    private static final Event FIRST = new Event(2, "a", "v1", 2, 1);
    private static final Event SECOND = new Event(3, "a", "v2", 2, 2);
    private static final Event THIRD = new Event(4, "b", "v3", 4, 1);

    private final History history = new History();
    private final WatchSegment everything = history.watch("w", "", 1);

    private void told(Event... events) {
        everything.response(List.of(events));
    }

    private Operation ask(Call call) {
        return history.begin(0, "m1/1", call);
    }

    private Operation wrote(String key, String value, long revision) {
        Operation put = ask(Call.put(key, value));
        history.answered(put, new Answer(revision, true, Map.of()));
        return put;
    }

    private void read(String key, Seen seen, long revision) {
        Operation get = ask(Call.get(key));
        history.answered(get, new Answer(revision, false, seen == null ? Map.of() : Map.of(key, seen)));
    }

    private void check() {
        Timeline timeline = Timeline.of(history.watches(), false);
        new WatchCheck(timeline).check(history.watches());
        new SerializabilityCheck(timeline).check(history.operations());
        new KeyLinearizabilityCheck().check(history.operations());
    }

    @Test
    void aSoundHistoryPasses() {
        wrote("a", "v1", 2);
        wrote("a", "v2", 3);
        read("a", new Seen("v2", 3, 2, 2), 3);
        told(FIRST, SECOND);
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void anAcknowledgedWriteThatIsMissingIsFound() {
        wrote("a", "v1", 2);
        wrote("a", "v2", 3);
        told(FIRST);
        assertThatThrownBy(this::check).hasMessageContaining("acknowledged and lost");
    }

    @Test
    void aStaleReadIsFound() {
        wrote("a", "v1", 2);
        wrote("a", "v2", 3);
        read("a", new Seen("v1", 2, 2, 1), 2);
        told(FIRST, SECOND);
        assertThatThrownBy(this::check).hasMessageContaining("stale");
    }

    @Test
    void aStaleReadIsFoundWithoutRevisionsToo() {
        wrote("a", "v1", 2);
        wrote("a", "v2", 3);
        read("a", new Seen("v1", 2, 2, 1), 2);
        assertThatThrownBy(() -> new KeyLinearizabilityCheck().check(history.operations()))
                .hasMessageContaining("linearizability of a");
    }

    @Test
    void aWriteWithoutAnswerMayHaveHappenedOrNot() {
        ask(Call.put("a", "v1"));
        ask(Call.put("a", "v9"));
        read("a", new Seen("v1", 2, 2, 1), 2);
        told(FIRST);
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void aReadOfWhatNobodyWroteIsFound() {
        wrote("a", "v1", 2);
        read("a", new Seen("v7", 2, 2, 1), 2);
        told(FIRST);
        assertThatThrownBy(this::check).hasMessageContaining("the store had");
    }

    @Test
    void aWriteAppliedTwiceIsFound() {
        wrote("a", "v1", 2);
        told(FIRST, new Event(3, "a", "v1", 2, 2));
        assertThatThrownBy(this::check).hasMessageContaining("applied at 2 and again");
    }

    @Test
    void aRefusedWriteThatHappenedIsFound() {
        history.refused(ask(Call.put("a", "v1")));
        told(FIRST);
        assertThatThrownBy(this::check).hasMessageContaining("refused, and yet");
    }

    @Test
    void aSwapWhoseGuardDidNotHoldIsFound() {
        wrote("a", "v1", 2);
        history.answered(ask(Call.swap("a", "other", "v2")), new Answer(3, true, Map.of()));
        told(FIRST, SECOND);
        assertThatThrownBy(this::check).hasMessageContaining("the guard cannot have held");
    }

    @Test
    void aSerializableReadThatGoesBackIsFound() {
        wrote("a", "v1", 2);
        wrote("a", "v2", 3);
        Operation get = ask(Call.serializableGet("a"));
        history.answered(get, new Answer(2, false, Map.of("a", new Seen("v1", 2, 2, 1))));
        told(FIRST, SECOND);
        assertThatThrownBy(this::check).hasMessageContaining("went back within a process");
    }

    @Test
    void aRevisionThatIsMissingIsFound() {
        told(FIRST, THIRD);
        assertThatThrownBy(this::check).hasMessageContaining("nobody was told of revision 3");
    }

    @Test
    void membersThatTellDifferentThingsOfARevisionAreFound() {
        told(FIRST);
        history.watch("other", "", 1).response(List.of(new Event(2, "a", "v8", 2, 1)));
        assertThatThrownBy(this::check).hasMessageContaining("of revision 2");
    }

    @Test
    void aWatcherThatMissesARevisionIsFound() {
        ask(Call.put("a", "v1"));
        ask(Call.put("a", "v2"));
        ask(Call.put("b", "v3"));
        told(FIRST, SECOND, THIRD);
        history.watch("other", "", 2).response(List.of(FIRST, THIRD));
        assertThatThrownBy(this::check).hasMessageContaining("other of '' from 2 was told");
    }

    @Test
    void aWatcherToldTwiceIsFound() {
        ask(Call.put("a", "v1"));
        told(FIRST);
        WatchSegment other = history.watch("other", "", 1);
        other.response(List.of(FIRST));
        Timeline timeline = Timeline.of(List.of(everything), false);
        other.response(List.of(FIRST));
        assertThatThrownBy(() -> new WatchCheck(timeline).check(history.watches()))
                .hasMessageContaining("was told of revision 2 after 2");
    }

    @Test
    void aRevisionSplitInTwoIsFound() {
        told(FIRST);
        told(new Event(2, "b", "v2", 2, 1));
        assertThatThrownBy(this::check).hasMessageContaining("was told of revision 2 after 2");
    }

    @Test
    void twoLeadersInATermAreFound() {
        RaftCheck raft = new RaftCheck();
        raft.sent(new Message.Heartbeat(2, 1, 5, 0, Entry.NO_DATA));
        assertThatThrownBy(() -> raft.sent(new Message.Heartbeat(1, 2, 5, 0, Entry.NO_DATA)))
                .hasMessageContaining("one leader per term");
    }

    @Test
    void twoEntriesInOnePlaceAreFound() {
        RaftCheck raft = new RaftCheck();
        raft.sent(new Message.App(2, 1, 5, 4, 6, List.of(Entry.normal(5, 7, new byte[] {1})), 0));
        assertThatThrownBy(() -> raft.committed("m1", 5, List.of(Entry.normal(5, 7, new byte[] {2}))))
                .hasMessageContaining("log matching");
    }

    @Test
    void aCommittedEntryThatChangesIsFound() {
        RaftCheck raft = new RaftCheck();
        raft.committed("m1", 5, List.of(Entry.normal(5, 7, new byte[] {1})));
        assertThatThrownBy(() -> raft.committed("m2", 6, List.of(Entry.normal(6, 7, new byte[] {1}))))
                .hasMessageContaining("committed entries stay");
    }

    @Test
    void logsThatMeetAgainAfterADifferenceAreFound() {
        RaftCheck raft = new RaftCheck();
        raft.sent(new Message.App(2, 1, 5, 4, 6, List.of(Entry.normal(5, 7, new byte[] {1})), 0));
        assertThatThrownBy(() ->
                        raft.sent(new Message.App(3, 1, 5, 3, 6, List.of(Entry.normal(5, 7, new byte[] {1})), 0)))
                .hasMessageContaining("log matching: before index 7");
    }

    @Test
    void aLeaderWithoutACommittedEntryIsFound() {
        RaftCheck raft = new RaftCheck();
        raft.committed("m1", 5, List.of(Entry.normal(5, 7, new byte[] {1})));
        assertThatThrownBy(() ->
                        raft.sent(new Message.App(2, 1, 6, 4, 6, List.of(Entry.normal(6, 7, new byte[] {2})), 0)))
                .hasMessageContaining("leader completeness");
    }

    @Test
    void aDeposedLeadersLateMessageIsNoFault() {
        RaftCheck raft = new RaftCheck();
        raft.committed("m1", 6, List.of(Entry.normal(6, 7, new byte[] {1})));
        assertThatCode(() -> raft.sent(new Message.App(2, 1, 5, 4, 6, List.of(Entry.normal(5, 7, new byte[] {2})), 0)))
                .doesNotThrowAnyException();
    }

    /** Figure 8: an entry of an older term is committed by a leader of a newer one, past one of a term between them. */
    @Test
    void aLeaderOfATermBeforeTheCommitMayLackTheEntry() {
        RaftCheck raft = new RaftCheck();
        raft.committed("m1", 5, List.of(Entry.normal(3, 7, new byte[] {1})));
        assertThatCode(() -> raft.sent(new Message.App(2, 1, 4, 6, 3, List.of(Entry.normal(4, 7, new byte[] {2})), 0)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() ->
                        raft.sent(new Message.App(2, 1, 6, 6, 3, List.of(Entry.normal(6, 7, new byte[] {2})), 0)))
                .hasMessageContaining("leader completeness");
    }

    @Test
    void twoVotesInATermAreFound() {
        RaftCheck raft = new RaftCheck();
        raft.sent(new Message.VoteResp(2, 1, 5, false));
        assertThatThrownBy(() -> raft.sent(new Message.VoteResp(3, 1, 5, false)))
                .hasMessageContaining("one vote per term");
    }

    @Test
    void aForgottenTermIsFound() {
        RaftCheck raft = new RaftCheck();
        raft.sent(new Message.VoteResp(2, 1, 5, false));
        assertThatThrownBy(() -> raft.sent(new Message.AppResp(2, 1, 4, 9, false, 0, 0)))
                .hasMessageContaining("durable term");
    }

    @Test
    void aRemovedMemberThatComesBackIsFound() {
        MembershipCheck membership = new MembershipCheck();
        membership.seen("m1", 10, List.of(1L, 2L, 3L), List.of());
        membership.seen("m1", 20, List.of(1L, 2L), List.of(3L));
        membership.seen("m2", 15, List.of(1L, 2L, 3L), List.of());
        assertThatThrownBy(() -> membership.seen("m2", 21, List.of(1L, 2L, 3L), List.of()))
                .hasMessageContaining("no resurrected member");
        assertThatThrownBy(() -> membership.atTheEnd(List.of(1L, 3L), List.of(1L, 2L)))
                .hasMessageContaining("runs and is not a member any more");
    }

    @Test
    void aWatcherThatIsToldTooLittleAfterItResumedIsFound() {
        ask(Call.put("a", "v1"));
        ask(Call.put("a", "v2"));
        ask(Call.put("b", "v3"));
        told(FIRST, SECOND, THIRD);
        history.watch("resumed/2", "", 2).response(List.of(SECOND, THIRD));
        assertThatThrownBy(this::check).hasMessageContaining("resumed/2 of '' from 2 was told");
    }

    @Test
    void aPairOfWhichOneHalfIsMissingIsFound() {
        history.answered(ask(Call.pair("a", "v1", "b", "v3")), new Answer(2, true, Map.of()));
        told(FIRST);
        assertThatThrownBy(this::check).hasMessageContaining("acknowledged, but the store has");
    }

    @Test
    void storesThatDifferAreFound() {
        HashCheck hashes = new HashCheck();
        hashes.hashed("m1", 7, 3, false, 99);
        assertThatThrownBy(() -> hashes.hashed("m2", 7, 3, false, 98)).hasMessageContaining("equal hashes");
    }

    @Test
    void aLeaseThatEndsEarlyIsFound() {
        LeaseCheck leases = new LeaseCheck();
        leases.granted(7, "l7", 1_000, 5);
        leases.renewed(7, 3_000, 3_100, 5);
        assertThatThrownBy(() -> leases.keyDeleted("l7", 7_900)).hasMessageContaining("expired early");
    }

    @Test
    void aLeaseThatIsRenewedAfterItsEndIsFound() {
        LeaseCheck leases = new LeaseCheck();
        leases.granted(7, "l7", 1_000, 5);
        leases.keyDeleted("l7", 6_000);
        assertThatThrownBy(() -> leases.renewed(7, 6_500, 6_600, 5)).hasMessageContaining("was renewed");
    }

    @Test
    void aLeaseThatNeverEndsIsFound() {
        LeaseCheck leases = new LeaseCheck();
        leases.granted(7, "l7", 1_000, 5);
        assertThatThrownBy(() -> leases.allGone(List.of(7L), List.of())).hasMessageContaining("never expired");
        assertThatThrownBy(() -> leases.allGone(List.of(), List.of("l7"))).hasMessageContaining("outlived");
    }
}
