// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What stands in front of a reply changes neither whose it is, nor its room, nor who is told of a failure. */
class ForwardedReplyTest {
    private final List<String> told = new ArrayList<>();

    private final Reply<String> reply = new Reply<>() {
        @Override
        public void done(String answer) {
            told.add(answer);
        }

        @Override
        public void failed(RuntimeException error) {
            told.add(error.getMessage());
        }

        @Override
        public boolean hasRoomFor(long bytes) {
            return bytes < 10;
        }

        @Override
        public void whenGone(Runnable gone) {
            gone.run();
        }

        @Override
        public Object client() {
            return told;
        }
    };

    private final Reply<String> before = new ForwardedReply<>(reply) {
        @Override
        public void done(String answer) {
            reply.done(answer + "!");
        }
    };

    @Test
    void theAnswerIsItsOwnAndAllElseIsAskedBehindIt() {
        before.done("answer");
        before.doneHere("here");
        before.failed(new IllegalStateException("fault"));
        before.whenGone(() -> told.add("gone"));
        assertThat(told).containsExactly("answer!", "here!", "fault", "gone");
        assertThat(before.client()).isSameAs(told);
        assertThat(before.hasRoomFor(9)).isTrue();
        assertThat(before.hasRoomFor(10)).isFalse();
    }
}
