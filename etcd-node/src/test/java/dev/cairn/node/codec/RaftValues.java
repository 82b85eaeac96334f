// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.codec;

import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.EntryType;
import dev.cairn.node.raft.HardState;
import dev.cairn.node.raft.Message;
import dev.cairn.node.raft.Snapshot;
import dev.cairn.node.raft.SnapshotMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Random raft values, ids and indexes over all 64 bits. */
public final class RaftValues {
    private final RandomGenerator random;

    public RaftValues(RandomGenerator random) {
        this.random = random;
    }

    public long number() {
        return random.nextLong() >>> random.nextInt(64);
    }

    public byte[] bytes(int maxBytes) {
        byte[] bytes = new byte[random.nextInt(maxBytes + 1)];
        random.nextBytes(bytes);
        return bytes;
    }

    public Entry entry() {
        return new Entry(EntryType.values()[random.nextInt(3)], number(), number(), bytes(300));
    }

    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (int n = random.nextInt(4); n > 0; n--) {
            entries.add(entry());
        }
        return entries;
    }

    public HardState hardState() {
        return new HardState(number(), number(), number());
    }

    public ConfState confState() {
        return new ConfState(numbers(), numbers(), numbers(), numbers(), random.nextBoolean());
    }

    public Snapshot snapshot() {
        return new Snapshot(new SnapshotMetadata(confState(), number(), number()), bytes(100));
    }

    /** One of every kind that travels. */
    public List<Message> messages() {
        return List.of(
                new Message.Prop(number(), number(), entries()),
                new Message.App(number(), number(), number(), number(), number(), entries(), number()),
                new Message.AppResp(number(), number(), number(), number(), random.nextBoolean(), number(), number()),
                new Message.Vote(number(), number(), number(), number(), number(), random.nextBoolean()),
                new Message.VoteResp(number(), number(), number(), random.nextBoolean()),
                new Message.PreVote(number(), number(), number(), number(), number(), random.nextBoolean()),
                new Message.PreVoteResp(number(), number(), number(), random.nextBoolean()),
                new Message.Snap(number(), number(), number(), snapshot()),
                new Message.Heartbeat(number(), number(), number(), number(), bytes(8)),
                new Message.HeartbeatResp(number(), number(), number(), bytes(8)),
                new Message.TransferLeader(number(), number()),
                new Message.TimeoutNow(number(), number(), number()),
                new Message.ReadIndex(number(), number(), bytes(8)),
                new Message.ReadIndexResp(number(), number(), number(), number(), bytes(8)));
    }

    private List<Long> numbers() {
        List<Long> numbers = new ArrayList<>();
        for (int n = random.nextInt(4); n > 0; n--) {
            numbers.add(number());
        }
        return numbers;
    }
}
