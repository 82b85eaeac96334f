// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.script;

import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.HardState;
import dev.cairn.node.raft.Message;
import dev.cairn.node.raft.Ready;
import dev.cairn.node.raft.Snapshot;
import java.util.List;

/** A message, or a piece of work for storage, as etcd prints it. Builder-like: each kind sets the fields that it has. */
record View(Place from, Place to, String type, Numbers numbers, List<Entry> entries, Snapshot snapshot) {
    /** Who sends or gets it. */
    record Place(String name) {
        static final Place APPEND_THREAD = new Place("AppendThread");
        static final Place APPLY_THREAD = new Place("ApplyThread");

        static Place of(long id) {
            return new Place(Long.toHexString(id));
        }
    }

    /** The number fields; {@code rejectHint} below 0: not rejected. */
    record Numbers(long term, long logTerm, long index, long rejectHint, long commit, long vote) {
        private static final long ACCEPTED = -1;

        static Numbers ofTerm(long term) {
            return new Numbers(term, 0, 0, ACCEPTED, 0, 0);
        }

        Numbers at(long newLogTerm, long newIndex) {
            return new Numbers(term, newLogTerm, newIndex, rejectHint, commit, vote);
        }

        Numbers rejected(boolean reject, long hint) {
            return new Numbers(term, logTerm, index, reject ? hint : ACCEPTED, commit, vote);
        }

        Numbers committing(long newCommit) {
            return new Numbers(term, logTerm, index, rejectHint, newCommit, vote);
        }

        boolean reject() {
            return rejectHint != ACCEPTED;
        }
    }

    static View of(Message message) {
        Numbers term = Numbers.ofTerm(message.term());
        return switch (message) {
            case Message.Prop it -> view(message, term).with(it.entries());
            case Message.App it ->
                view(message, term.at(it.logTerm(), it.index()).committing(it.commit()))
                        .with(it.entries());
            case Message.AppResp it ->
                view(message, term.at(it.logTerm(), it.index()).rejected(it.reject(), it.rejectHint()));
            case Message.Vote it -> view(message, term.at(it.logTerm(), it.index()));
            case Message.PreVote it -> view(message, term.at(it.logTerm(), it.index()));
            case Message.VoteResp it -> view(message, term.rejected(it.reject(), 0));
            case Message.PreVoteResp it -> view(message, term.rejected(it.reject(), 0));
            case Message.Snap it -> view(message, term).with(it.snapshot());
            case Message.Heartbeat it -> view(message, term.committing(it.commit()));
            case Message.HeartbeatResp _, Message.TransferLeader _, Message.TimeoutNow _, Message.ReadIndex _ ->
                view(message, term);
            case Message.ReadIndexResp it -> view(message, term.at(0, it.index()));
        };
    }

    /** The work for the append thread that a Ready holds. */
    static View storageAppend(long id, Ready ready) {
        HardState state = ready.hardState().orElse(HardState.EMPTY);
        Numbers numbers = new Numbers(state.term(), 0, 0, Numbers.ACCEPTED, state.commit(), state.vote());
        View view = new View(
                Place.of(id), Place.APPEND_THREAD, "MsgStorageAppend", numbers, ready.entries(), Snapshot.EMPTY);
        return ready.snapshot().map(view::with).orElse(view);
    }

    static View storageAppendResponse(long id, Ready ready) {
        Ready.Ack ack = ready.ack();
        Numbers numbers = Numbers.ofTerm(ack.term()).at(ack.lastTerm(), ack.lastIndex());
        View view =
                new View(Place.APPEND_THREAD, Place.of(id), "MsgStorageAppendResp", numbers, List.of(), Snapshot.EMPTY);
        return ready.snapshot().map(view::with).orElse(view);
    }

    static View storageApply(long id, List<Entry> entries) {
        return new View(
                Place.of(id), Place.APPLY_THREAD, "MsgStorageApply", Numbers.ofTerm(0), entries, Snapshot.EMPTY);
    }

    static View storageApplyResponse(long id, List<Entry> entries) {
        return new View(
                Place.APPLY_THREAD, Place.of(id), "MsgStorageApplyResp", Numbers.ofTerm(0), entries, Snapshot.EMPTY);
    }

    private static View view(Message message, Numbers numbers) {
        String type = "Msg" + message.getClass().getSimpleName();
        return new View(Place.of(message.from()), Place.of(message.to()), type, numbers, List.of(), Snapshot.EMPTY);
    }

    private View with(List<Entry> newEntries) {
        return new View(from, to, type, numbers, newEntries, snapshot);
    }

    private View with(Snapshot newSnapshot) {
        return new View(from, to, type, numbers, entries, newSnapshot);
    }

    boolean isLocal() {
        return from.equals(to)
                || from.equals(Place.APPEND_THREAD)
                || from.equals(Place.APPLY_THREAD)
                || to.equals(Place.APPEND_THREAD)
                || to.equals(Place.APPLY_THREAD);
    }

    @Override
    public String toString() {
        return text(List.of());
    }

    String text(List<View> responses) {
        StringBuilder text = new StringBuilder("%s->%s %s Term:%d Log:%d/%d"
                .formatted(from.name(), to.name(), type, numbers.term(), numbers.logTerm(), numbers.index()));
        if (numbers.reject()) {
            text.append(" Rejected (Hint: ").append(numbers.rejectHint()).append(')');
        }
        if (numbers.commit() != 0) {
            text.append(" Commit:").append(numbers.commit());
        }
        if (numbers.vote() != 0) {
            text.append(" Vote:").append(numbers.vote());
        }
        if (entries.size() == 1) {
            text.append(" Entries:[").append(Formats.entry(entries.getFirst())).append(']');
        } else if (!entries.isEmpty()) {
            text.append(" Entries:[");
            entries.forEach(entry -> text.append("\n  ").append(Formats.entry(entry)));
            text.append("\n]");
        }
        if (!snapshot.isEmpty()) {
            text.append("\n  Snapshot: ").append(Formats.snapshot(snapshot));
        }
        if (!responses.isEmpty()) {
            text.append(" Responses:[");
            responses.forEach(response ->
                    text.append("\n").append(response.toString().indent(2).stripTrailing()));
            text.append("\n]");
        }
        return text.toString();
    }
}
