// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.script;

import dev.cairn.node.codec.ConfChangeCodec;
import dev.cairn.node.raft.ConfChangeType;
import dev.cairn.node.raft.ConfChangeV2;
import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.EntryType;
import dev.cairn.node.raft.RaftStatus;
import dev.cairn.node.raft.ReadState;
import dev.cairn.node.raft.Ready;
import dev.cairn.node.raft.Snapshot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How etcd's scripts write values. */
final class Formats {
    private static final String CHANGE_LETTERS = "vrul";

    private Formats() {}

    static String entry(Entry entry) {
        String place = entry.term() + "/" + entry.index() + " ";
        return switch (entry.type()) {
            case NORMAL -> place + "EntryNormal " + quoted(entry.data());
            case CONF_CHANGE -> (place + "EntryConfChange " + changes(entry)).stripTrailing();
            case CONF_CHANGE_V2 -> (place + "EntryConfChangeV2 " + changes(entry)).stripTrailing();
        };
    }

    static String entries(List<Entry> entries) {
        return entries.stream().map(Formats::entry).collect(Collectors.joining("\n"));
    }

    private static String changes(Entry entry) {
        try {
            return ConfChangeCodec.decode(entry).changes().stream()
                    .map(single -> CHANGE_LETTERS.charAt(single.type().ordinal()) + "" + single.nodeId())
                    .collect(Collectors.joining(" "));
        } catch (IllegalArgumentException unreadable) {
            return unreadable.getMessage();
        }
    }

    /** {@code v3 l4 r5 u2} */
    static List<ConfChangeV2.Single> parseChanges(String input) {
        List<ConfChangeV2.Single> changes = new ArrayList<>();
        for (String word : input.split("\\s+")) {
            if (!word.isEmpty()) {
                ConfChangeType type = ConfChangeType.values()[CHANGE_LETTERS.indexOf(word.charAt(0))];
                changes.add(new ConfChangeV2.Single(type, Long.parseLong(word.substring(1))));
            }
        }
        return changes;
    }

    static String quoted(byte[] data) {
        StringBuilder text = new StringBuilder("\"");
        for (char c : new String(data, StandardCharsets.UTF_8).toCharArray()) {
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                default -> text.append(c < ' ' ? "\\x%02x".formatted((int) c) : String.valueOf(c));
            }
        }
        return text.append('"').toString();
    }

    static String snapshot(Snapshot snapshot) {
        return "Index:" + snapshot.metadata().index() + " Term:"
                + snapshot.metadata().term() + " ConfState:"
                + confState(snapshot.metadata().confState());
    }

    static String confState(ConfState state) {
        return "Voters:%s VotersOutgoing:%s Learners:%s LearnersNext:%s AutoLeave:%s"
                .formatted(
                        list(state.voters()),
                        list(state.votersOutgoing()),
                        list(state.learners()),
                        list(state.learnersNext()),
                        state.autoLeave());
    }

    private static String list(List<Long> ids) {
        return ids.stream().map(Long::toUnsignedString).collect(Collectors.joining(" ", "[", "]"));
    }

    /** {@code StateReplicate match=14 next=17 paused inflight=2[full]} */
    static String progress(RaftStatus.PeerProgress peer) {
        StringBuilder text = new StringBuilder(peer.state() + " match=" + peer.match() + " next=" + peer.next());
        text.append(peer.learner() ? " learner" : "");
        text.append(peer.paused() ? " paused" : "");
        text.append(peer.pendingSnapshot() > 0 ? " pendingSnap=" + peer.pendingSnapshot() : "");
        text.append(peer.recentActive() ? "" : " inactive");
        text.append(peer.inflightMessages() > 0 ? " inflight=" + peer.inflightMessages() : "");
        text.append(peer.inflightMessages() > 0 && peer.inflightFull() ? "[full]" : "");
        return text.toString();
    }

    static String ready(Ready ready, List<String> messages) {
        StringBuilder text = new StringBuilder();
        ready.softState().ifPresent(it -> text.append("Lead:%d State:%s\n".formatted(it.leader(), it.role())));
        ready.hardState()
                .ifPresent(it -> text.append("HardState Term:%d%s Commit:%d\n"
                        .formatted(it.term(), it.vote() == 0 ? "" : " Vote:" + it.vote(), it.commit())));
        if (!ready.readStates().isEmpty()) {
            text.append("ReadStates ")
                    .append(ready.readStates().stream().map(Formats::readState).toList())
                    .append('\n');
        }
        section(text, "Entries:", entries(ready.entries()));
        ready.snapshot()
                .ifPresent(it -> text.append("Snapshot ").append(snapshot(it)).append('\n'));
        section(text, "CommittedEntries:", entries(ready.committedEntries()));
        section(text, "Messages:", String.join("\n", messages));
        return text.isEmpty()
                ? "<empty Ready>"
                : "Ready MustSync=" + (ready.sync() == Ready.Sync.PROMISE) + ":\n" + text;
    }

    private static String readState(ReadState state) {
        return "{" + state.index() + " " + quoted(state.context()) + "}";
    }

    private static void section(StringBuilder text, String title, String body) {
        if (!body.isEmpty()) {
            text.append(title).append('\n').append(body).append('\n');
        }
    }

    static boolean isConfChange(Entry entry) {
        return entry.type() != EntryType.NORMAL;
    }
}
