// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.core;

import dev.cairn.node.codec.ConfChangeCodec;
import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.HardState;
import dev.cairn.node.raft.Message;
import dev.cairn.node.raft.RaftConfig;
import dev.cairn.node.raft.Ready;
import dev.cairn.node.raft.RoleName;
import dev.cairn.node.raft.Snapshot;
import dev.cairn.node.raft.SnapshotMetadata;
import dev.cairn.node.raft.log.MemoryLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One core whose disk and state machine answer at once; what it sends is collected. */
final class Driven {
    static final int ELECTION_TICKS = 10;
    static final RaftConfig.Timing TIMING = new RaftConfig.Timing(ELECTION_TICKS, 1);
    /** Neither pre-vote nor quorum check: the paper's algorithm. */
    static final RaftConfig.Switches PLAIN =
            new RaftConfig.Switches(false, false, RaftConfig.ReadOnly.SAFE, false, false, false, false);

    final MemoryLog log;
    final RaftNode raft;
    final List<Entry> applied = new ArrayList<>();
    private final List<Message> sent = new ArrayList<>();

    private Driven(RaftConfig config, MemoryLog log) {
        this.log = log;
        this.raft = new RaftNode(config, log);
    }

    /** Member 1 of so many voters, with entries of these terms from index 1, in a term. */
    static Driven member(int voters, long term, long... terms) {
        return member(config(), voters, term, terms);
    }

    static Driven member(RaftConfig config, int voters, long term, long... terms) {
        List<Long> ids = new ArrayList<>();
        for (long id = 1; id <= voters; id++) {
            ids.add(id);
        }
        Snapshot start = new Snapshot(new SnapshotMetadata(ConfState.ofVoters(ids), 0, 0), Entry.NO_DATA);
        return new Driven(config, MemoryLog.recovered(start, new HardState(term, 0, 0), entries(1, terms)));
    }

    static RaftConfig config() {
        return RaftConfig.etcd(1, TIMING, bound -> 0, ConfChangeCodec::decode).withSwitches(PLAIN);
    }

    static List<Entry> entries(long first, long... terms) {
        List<Entry> entries = new ArrayList<>();
        for (long term : terms) {
            entries.add(Entry.normal(term, first + entries.size(), Entry.NO_DATA));
        }
        return entries;
    }

    /** Elected by everybody; its first entry is sent and not acknowledged. */
    static Driven leader(int voters, long term, long... terms) {
        Driven member = member(voters, term - 1, terms);
        member.raft.campaign();
        member.settle();
        for (long id = 2; id <= voters; id++) {
            member.step(new Message.VoteResp(1, id, term, false));
        }
        return member;
    }

    void step(Message message) {
        raft.step(message);
        settle();
    }

    void tick(int count) {
        for (int i = 0; i < count; i++) {
            raft.tick();
            settle();
        }
    }

    void settle() {
        while (raft.hasReady()) {
            Ready ready = raft.ready();
            ready.hardState().ifPresent(log::setHardState);
            ready.snapshot().ifPresent(log::installSnapshot);
            log.append(ready.entries());
            sent.addAll(ready.messagesToSendNow());
            sent.addAll(ready.messagesToSendAfterPersist());
            raft.onAppended(ready.ack());
            applied.addAll(ready.committedEntries());
            raft.onApplied(ready.committedEntries());
        }
    }

    /** What was sent since the last call. */
    List<Message> takeSent() {
        List<Message> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }

    <M extends Message> List<M> takeSent(Class<M> kind) {
        return takeSent().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Acknowledges an append of member 1 for another. */
    void acknowledge(long from, long index) {
        step(new Message.AppResp(1, from, raft.status().term(), index, false, 0, 0));
    }

    RoleName role() {
        return raft.status().role();
    }

    List<Long> terms() {
        return log.firstIndex() > log.lastIndex()
                ? List.of()
                : log.entries(log.firstIndex(), log.lastIndex() + 1, Long.MAX_VALUE).stream()
                        .map(Entry::term)
                        .toList();
    }

    static List<Long> list(long... values) {
        return Arrays.stream(values).boxed().toList();
    }
}
