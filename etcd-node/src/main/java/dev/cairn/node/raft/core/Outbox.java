// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.core;

import dev.cairn.node.raft.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages until the next Ready takes them. Votes and acknowledgements promise something, so they wait until what they
 * promise is durable; so do those to the member itself, which are its own vote and its own acknowledgement.
 */
final class Outbox {
    private List<Message> now = new ArrayList<>();
    private List<Message> afterPersist = new ArrayList<>();

    void send(Message message) {
        switch (message) {
            case Message.AppResp _, Message.VoteResp _, Message.PreVoteResp _ -> afterPersist.add(message);
            default -> now.add(message);
        }
    }

    boolean isEmpty() {
        return now.isEmpty() && afterPersist.isEmpty();
    }

    List<Message> takeNow() {
        List<Message> taken = now;
        now = new ArrayList<>();
        return taken;
    }

    List<Message> takeAfterPersist() {
        List<Message> taken = afterPersist;
        afterPersist = new ArrayList<>();
        return taken;
    }
}
