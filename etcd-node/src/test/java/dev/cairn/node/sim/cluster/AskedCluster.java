// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.cairn.node.server.Reply;
import dev.cairn.node.server.member.EtcdServer;
import dev.cairn.node.wire.EtcdError;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Three members of a simulated cluster and one who asks them one thing after the other. */
abstract class AskedCluster {
    SimCluster cluster;
    Object answer;

    void start(SimSettings.Habits habits) {
        SplittableRandom random = new SplittableRandom(1);
        SimSettings settings = SimSettings.draw(random, false, 0).withVoters(3).withHabits(habits);
        cluster = new SimCluster(random, settings, message -> {}, (kind, place, role) -> {});
        cluster.members().forEach(SimMember::start);
        pass(5_000);
    }

    void pass(long millis) {
        cluster.clock().runUntil(cluster.clock().nowMillis() + millis);
    }

    SimMember process(int number) {
        return List.copyOf(cluster.members()).get(number);
    }

    EtcdServer member(int number) {
        return process(number).server();
    }

    SimMember leading() {
        return cluster.leader().orElseThrow();
    }

    /** Members ask the leader what they have no answer to; in a simulation that answer has to come at once. */
    EtcdServer leader() {
        return leading().server();
    }

    /** Those that do not lead, in the order of their ids. */
    List<SimMember> followers() {
        SimMember leader = leading();
        return cluster.members().stream().filter(member -> member != leader).toList();
    }

    <T> Reply<T> reply() {
        answer = "none";
        return new Reply<>() {
            @Override
            public void done(T result) {
                answer = result;
            }

            @Override
            public void failed(RuntimeException error) {
                answer = error.getMessage();
            }
        };
    }

    /** A place for an answer of whatever kind. */
    final class Asked {
        <T> Reply<T> reply() {
            return AskedCluster.this.reply();
        }
    }

    /** The answer, or the text of the error. */
    Object answer(Consumer<Asked> question) {
        question.accept(new Asked());
        pass(1_500);
        return answer;
    }

    void ok(Consumer<Asked> question) {
        assertThat(answer(question)).isNotInstanceOf(String.class);
    }

    void refused(EtcdError error, Consumer<Asked> question) {
        assertThat(answer(question)).isEqualTo(error.text());
    }

    static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }
}
