// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import dev.cairn.node.server.Reply;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.EtcdException;
import java.util.ArrayList;
import java.util.List;

/** Replies by name, and what each was told, in order; a second answer to one shows as a second line. */
final class Answers {
    private final List<String> told = new ArrayList<>();

    <T> Reply<T> reply(String name) {
        return new Reply<>() {
            @Override
            public void done(T answer) {
                told.add(name + (answer == null ? "" : " " + answer));
            }

            @Override
            public void failed(RuntimeException error) {
                told.add(name + " failed: " + (error instanceof EtcdException ? error.getMessage() : error.toString()));
            }
        };
    }

    static String failure(String name, EtcdError error) {
        return name + " failed: " + error.text();
    }

    /** What was told since the last call. */
    List<String> take() {
        List<String> taken = List.copyOf(told);
        told.clear();
        return taken;
    }
}
