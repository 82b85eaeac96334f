// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer;

import com.google.protobuf.ByteString;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.Message;
import dev.cairn.node.wire.etcdserverpb.InternalRaftRequest;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RequestHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;

/** The least that a leader wants to hear from a follower: acknowledges what fits its log, echoes heartbeats. */
final class FollowerScript {
    private final TestMember us;
    private final List<Entry> log = new ArrayList<>();
    private long logStart;
    private long startTerm;
    final BlockingQueue<Message.ReadIndexResp> readAnswers = new LinkedBlockingQueue<>();
    private final BlockingQueue<Entry> appended = new LinkedBlockingQueue<>();

    FollowerScript(TestMember us) {
        this.us = us;
    }

    synchronized void onMessage(Message message) {
        switch (message) {
            case Message.App app -> us.transport.send(List.of(append(app)));
            case Message.Heartbeat beat ->
                us.transport.send(
                        List.of(new Message.HeartbeatResp(beat.from(), us.memberId, beat.term(), beat.context())));
            case Message.ReadIndexResp answer -> readAnswers.add(answer);
            default -> {
                // Votes and the like: a leader that hears us asks for none.
            }
        }
    }

    private Message append(Message.App app) {
        long last = logStart + log.size();
        boolean fits = app.index() >= logStart && app.index() <= last && termAt(app.index()) == app.logTerm();
        if (!fits) {
            long hint = Math.min(app.index(), last);
            return new Message.AppResp(
                    app.from(), us.memberId, app.term(), app.index(), true, hint, termAt(Math.max(hint, logStart)));
        }
        log.subList((int) (app.index() - logStart), log.size()).clear();
        log.addAll(app.entries());
        appended.addAll(app.entries());
        return new Message.AppResp(app.from(), us.memberId, app.term(), logStart + log.size(), false, 0, 0);
    }

    private long termAt(long index) {
        return index == logStart
                ? startTerm
                : log.get((int) (index - logStart - 1)).term();
    }

    /** The log starts after the snapshot now; the leader is told. */
    synchronized void installed(Message.Snap snap) {
        logStart = snap.snapshot().metadata().index();
        startTerm = snap.snapshot().metadata().term();
        log.clear();
        us.transport.send(List.of(new Message.AppResp(snap.from(), us.memberId, snap.term(), logStart, false, 0, 0)));
    }

    void awaitEntry(Predicate<Entry> wanted) throws InterruptedException {
        Entry entry;
        do {
            entry = TestMember.await(appended);
        } while (!wanted.test(entry));
    }

    static byte[] putRequest(String key) {
        return InternalRaftRequest.newBuilder()
                .setHeader(RequestHeader.newBuilder().setID(7))
                .setPut(PutRequest.newBuilder().setKey(ByteString.copyFromUtf8(key)))
                .build()
                .toByteArray();
    }
}
