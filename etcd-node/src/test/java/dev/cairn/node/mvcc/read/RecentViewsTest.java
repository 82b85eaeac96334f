// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.mvcc.index.KeyTree;
import org.junit.jupiter.api.Test;

class RecentViewsTest {
    private final RecentViews recent = new RecentViews(3, 2, 1_000);

    @Test
    void theLatestAreKeptInAnyCase() {
        publish(2, 6);
        assertThat(recent.at(3)).isNull();
        assertThat(recent.at(4).revision()).isEqualTo(4);
        assertThat(recent.at(6).revision()).isEqualTo(6);
        assertThat(recent.at(7)).isNull();
    }

    @Test
    void aPinnedViewOutlivesTheLatestAndTheOldestPinGoesAtTheLimit() {
        publish(2, 4);
        recent.pin(recent.at(3));
        recent.pin(recent.at(4));
        publish(5, 9);
        assertThat(recent.at(3).revision()).isEqualTo(3);
        recent.pin(recent.at(9));
        assertThat(recent.at(3)).isNull();
        assertThat(recent.at(4).revision()).isEqualTo(4);
        assertThat(recent.pinnedCount()).isEqualTo(2);
    }

    @Test
    void aPinThatNobodyUsesIsLetGo() {
        publish(2, 2);
        recent.pin(recent.at(2));
        publish(3, 9);
        recent.expire(100, 50);
        recent.expire(150, 50);
        assertThat(recent.at(2)).as("used again").isNotNull();
        recent.expire(190, 50);
        recent.expire(240, 50);
        assertThat(recent.pinnedCount()).isEqualTo(1);
        recent.expire(241, 50);
        assertThat(recent.at(2)).isNull();
    }

    @Test
    void theOldestGoWhenTheyKeepTooMuchForThemselves() {
        publish(2, 4);
        recent.pin(recent.at(2));
        recent.published(new View(KeyTree.EMPTY, 5, -1), 985);
        assertThat(recent.at(2)).as("pinned, 1,005 bytes ago").isNull();
        assertThat(recent.at(3).revision()).as("995 bytes ago").isEqualTo(3);
        recent.published(new View(KeyTree.EMPTY, 6, -1), 5_000);
        assertThat(recent.at(5)).isNull();
        assertThat(recent.at(6).revision()).as("the current one").isEqualTo(6);
    }

    @Test
    void aCompactionTakesEveryViewBelowIt() {
        publish(2, 5);
        recent.pin(recent.at(3));
        recent.pin(recent.at(4));
        recent.compacted(4);
        assertThat(recent.at(3)).isNull();
        assertThat(recent.at(4).revision()).isEqualTo(4);
        assertThat(recent.at(5).revision()).isEqualTo(5);
    }

    private void publish(int from, int to) {
        for (int revision = from; revision <= to; revision++) {
            recent.published(new View(KeyTree.EMPTY, revision, -1), 10);
        }
    }
}
