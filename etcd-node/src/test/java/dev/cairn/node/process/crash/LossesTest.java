// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.sim.check.Answer;
import dev.cairn.node.sim.check.Call;
import dev.cairn.node.sim.check.Event;
import dev.cairn.node.sim.check.History;
import dev.cairn.node.sim.check.WatchSegment;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LossesTest {
    private final History history = new History();
    private final WatchSegment replay = new WatchSegment("a new watcher at m1/2", "", 1);

    @BeforeEach
    void twoWritesAndADeletion() {
        answered(Call.put("a", "v1"), 2);
        answered(Call.put("a", "v2"), 3);
        answered(Call.delete("a"), 4);
        history.begin(1, "m1/1", Call.put("a", "v3"));
    }

    private void answered(Call call, long revision) {
        history.answered(history.begin(0, "m1/1", call), new Answer(revision, true, Map.of()));
    }

    private Losses losses(long compactedAt) {
        return Losses.of(history.operations(), List.of(replay), compactedAt);
    }

    @Test
    void nothingIsLostWhereTheStoreKnowsAllThatWasAcknowledged() {
        replay.response(List.of(new Event(2, "a", "v1", 2, 1), new Event(3, "a", "v2", 2, 2)));
        replay.response(List.of(new Event(4, "a", null, 0, 0)));
        assertThat(losses(0).count()).isZero();
    }

    @Test
    void aLostWriteAndALostDeletionAreNamedWithTheMember() {
        replay.response(List.of(new Event(2, "a", "v1", 2, 1)));
        assertThat(losses(0).count()).isEqualTo(2);
        assertThat(losses(0))
                .hasMessageContaining("a new watcher at m1/2 lacks")
                .hasMessageContaining("v2");
    }

    @Test
    void whatWasCompactedIsNotLost() {
        assertThat(losses(4).count()).isZero();
    }
}
