// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.server.Reply;
import dev.cairn.node.wire.EtcdError;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PasswordWorkTest {
    private final ArrayDeque<Runnable> threads = new ArrayDeque<>();
    private final PasswordWork work = new PasswordWork(threads::add);
    private final List<String> told = new ArrayList<>();

    private void ask(String name) {
        Reply<Void> reply = new Reply<>() {
            @Override
            public void done(Void nothing) {
                told.add(name);
            }

            @Override
            public void failed(RuntimeException error) {
                told.add(name + ": " + error.getMessage());
            }
        };
        work.run(reply, () -> name, done -> reply.done(null));
    }

    @Test
    void whoComesWhenManyWaitIsRefusedAndTheOthersAreServed() {
        for (int i = 0; i < PasswordWork.MAX_WAITING; i++) {
            ask("login");
        }
        ask("one more");
        assertThat(told).containsExactly("one more: " + EtcdError.TOO_MANY_LOGINS.text());

        threads.poll().run();
        ask("later");
        threads.forEach(Runnable::run);
        assertThat(told).hasSize(PasswordWork.MAX_WAITING + 2).last().isEqualTo("later");
    }

    @Test
    void whatFailsGivesItsPlaceBack() {
        for (int i = 0; i < 2 * PasswordWork.MAX_WAITING; i++) {
            Reply<Void> reply = new Reply<>() {
                @Override
                public void done(Void nothing) {
                    throw new AssertionError();
                }

                @Override
                public void failed(RuntimeException error) {
                    told.add(error.getMessage());
                }
            };
            work.run(
                    reply,
                    () -> {
                        throw EtcdError.PASSWORD_TOO_LONG.exception();
                    },
                    done -> reply.done(null));
            threads.poll().run();
        }

        assertThat(told).containsOnly(EtcdError.PASSWORD_TOO_LONG.text()).hasSize(2 * PasswordWork.MAX_WAITING);
    }
}
