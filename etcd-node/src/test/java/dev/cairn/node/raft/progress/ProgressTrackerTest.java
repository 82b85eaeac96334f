// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.confchange.Changer;
import dev.cairn.node.raft.confchange.ClusterConfig;
import dev.cairn.node.raft.confchange.ConfChangeException;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ProgressTrackerTest {
    private final ProgressTracker peers = new ProgressTracker(4, 1000);

    private static ClusterConfig config(List<Long> voters, List<Long> learners) throws ConfChangeException {
        return ClusterConfig.of(new ConfState(voters, learners, List.of(), List.of(), false));
    }

    @Test
    void learnersCountNeitherForCommitNorForTheQuorumCheck() throws ConfChangeException {
        ClusterConfig config = config(List.of(1L, 2L), List.of(3L, 4L));
        peers.restart(config, 10);
        peers.get(1).acknowledged(12);
        peers.get(3).acknowledged(12);
        peers.get(4).acknowledged(12);
        assertThat(peers.committed(config)).isZero();
        peers.get(2).acknowledged(11);
        assertThat(peers.committed(config)).isEqualTo(11);

        peers.get(1).recentActive(true);
        peers.get(3).recentActive(true);
        peers.get(4).recentActive(true);
        assertThat(peers.isQuorumActive(config)).isFalse();
        peers.get(2).recentActive(true);
        assertThat(peers.isQuorumActive(config)).isTrue();
        peers.forgetActivity(1);
        assertThat(peers.get(1).recentActive()).isTrue();
        assertThat(peers.isQuorumActive(config)).isFalse();
    }

    @Test
    void changeKeepsTheProgressOfThoseWhoStay() throws ConfChangeException {
        ClusterConfig before = config(List.of(1L, 2L), List.of(3L));
        peers.restart(before, 10);
        peers.get(3).acknowledged(9);
        ClusterConfig after = config(List.of(1L, 3L, 4L), List.of());
        peers.follow(new Changer.Result(after, new TreeSet<>(List.of(4L))), 20);
        assertThat(peers.ids()).containsExactly(1L, 3L, 4L);
        assertThat(peers.get(3).match()).isEqualTo(9);
        assertThat(peers.get(4).next()).isEqualTo(20);
        assertThat(peers.get(4).recentActive()).as("not yet silent").isTrue();
    }
}
